// The role with which EC2 buys spot instances for an account.
import type { Clients } from '../client/clients.js'
import { ifThere } from '../wait/consistency.js'

/** EC2 User Guide, "Service-linked role for Spot Instance requests". */
const name = 'AWSServiceRoleForEC2Spot'

/** @returns whether the account has it: EC2 makes it with the first spot instance, for whoever may let it */
export async function spotRole(aws: Clients): Promise<boolean> {
  const iam = await aws.iam()
  return (await ifThere(() => iam.getRole({ RoleName: name }))) !== undefined
}
