// The AMI: what a public parameter names today, with its root device and the least disk it fits on.
import type { Image } from '@aws-sdk/client-ec2'
import { GmError, type Facts } from '@geuse/plugin-api'
import type { Clients } from '../client/clients.js'
import { required } from '../common/required.js'

/** The newest Amazon Linux 2023. */
const amazonLinux = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}'

/**
 * @param aws clients of the run
 * @param arch of the instance
 * @param parameter public SSM parameter that holds the id, `{arch}` where the architecture stands
 * @throws GmError NOT_FOUND when the region has no such image
 */
export async function findImage(aws: Clients, arch: Facts['arch'], parameter = amazonLinux): Promise<Facts['image']> {
  const [ssm, ec2] = await Promise.all([aws.ssm(), aws.ec2()])
  const { Parameter } = await ssm.getParameter({ Name: parameter.replaceAll('{arch}', arch) })
  const id = required(Parameter?.Value, `the image of ${arch}`)
  const { Images = [] } = await ec2.describeImages({ ImageIds: [id] })
  const [image] = Images
  const rootDevice = image?.RootDeviceName
  if (rootDevice === undefined)
    throw new GmError('NOT_FOUND', `The AMI ${id} cannot be seen in ${aws.connection.region}`)
  return { id, rootDevice, minimumGiB: sizeOf(image, rootDevice) }
}

function sizeOf(image: Image | undefined, device: string): number {
  const root = image?.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === device)
  return root?.Ebs?.VolumeSize ?? 8
}
