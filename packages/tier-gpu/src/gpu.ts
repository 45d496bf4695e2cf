// The tier `gpu`: all that `cdn` is, on an instance with an NVIDIA GPU, whose driver and container toolkit its image
// brings along.
import { defineTier } from '@geuse/plugin-api'
import { cdn, type CdnOptions } from '@geuse/plugin-tier-cdn'

/** One GPU of 16 to 24 GB, four vCPUs and 16 GiB each: EC2 instance types, accelerated computing. */
const types = ['g6.xlarge', 'g5.xlarge', 'g4dn.xlarge'] as const
/** AWS's Deep Learning Base AMI with the NVIDIA driver, Amazon Linux 2023: its release notes name the parameter. */
const image = '/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-amazon-linux-2023/latest/ami-id'

/** One instance with a GPU behind CloudFront. */
export const gpu = defineTier<CdnOptions>({
  ...cdn,
  id: 'gpu',
  title: 'As cdn, on an instance with a GPU for Ollama',
  needs: (options) => ({
    ...cdn.needs(options),
    image,
    instance: {
      types: options.instanceType === undefined ? types : [options.instanceType],
      arch: 'x86_64',
      gpu: true,
      market: options.market,
    },
  }),
})
