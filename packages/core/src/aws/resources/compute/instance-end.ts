// An instance that ended at its launch or while it booted: EC2 says why, and that is what a person has to hear.
import type { Instance } from '@aws-sdk/client-ec2'
import { GmError, type StackRef } from '@geuse/plugin-api'
import { partitionOf } from '../../common/partition.js'

/** EC2's words for an instance whose disk could not be made or opened with its key. */
const keyTrouble = /^Client\.(InternalError|InvalidKMSKey|KMS)/

/** What EC2 does with a customer's key for a disk. */
const keyOperations =
  'Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext DescribeKey CreateGrant'

/**
 * @param stack whose instance it is
 * @param instance as EC2 shows it
 * @returns why it does not come up; undefined while it may
 */
export function instanceEnd(stack: StackRef, { InstanceId, State, StateReason }: Instance): GmError | undefined {
  const state = State?.Name ?? 'pending'
  if (state === 'pending' || state === 'running') return undefined
  const { Code = '', Message = 'no reason given' } = StateReason ?? {}
  if (/spot/i.test(Code))
    return new GmError('CAPACITY', `AWS took the spot instance ${InstanceId} back while it was booting: ${Message}`, {
      hints: ['gm deploy --on-demand'],
    })
  return new GmError('BOOT_FAILED', `The instance ${InstanceId} is ${state} before it was ready: ${Message}`, {
    hints: keyTrouble.test(Code) ? keyAdvice(stack) : [],
  })
}

/** The commonest cause: a key of the account's own for disks, which EC2's role for spot instances may not use. */
function keyAdvice({ region, accountId, governance }: StackRef): string[] {
  const key = governance?.kmsKey
  const role = `arn:${partitionOf(region)}:iam::${accountId}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`
  const grant = `--grantee-principal ${role} --operations ${keyOperations} --region ${region}`
  const which = `aws ec2 get-ebs-default-kms-key-id --region ${region}   # the key that disks are encrypted with`
  return [
    ...(key === undefined ? [which] : []),
    `aws kms create-grant --key-id ${key ?? 'THAT-KEY'} ${grant}   # lets spot instances use it`,
    'gm deploy --on-demand   # needs the key for whoever deploys, and not for that role',
  ]
}
