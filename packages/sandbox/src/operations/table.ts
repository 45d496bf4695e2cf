// Every operation that the sandbox answers, and how. SPEC.md is made from this table.
import { EC2_OPERATIONS } from './ec2-operations.js'
import { EFS_OPERATIONS } from './efs-operations.js'
import { IAM_OPERATIONS } from './iam-operations.js'
import type { Operation } from './operation.js'
import { OTHER_OPERATIONS } from './other-operations.js'
import { SSM_OPERATIONS } from './ssm-operations.js'

/** All of them. */
export const OPERATIONS: readonly Operation[] = [
  ...EC2_OPERATIONS,
  ...EFS_OPERATIONS,
  ...IAM_OPERATIONS,
  ...SSM_OPERATIONS,
  ...OTHER_OPERATIONS,
]

const BY_NAME: ReadonlyMap<string, Operation> = new Map(
  OPERATIONS.map((operation) => [`${operation.service}:${operation.name}`, operation]),
)

/** The operation of a name; undefined when it is not emulated. */
export function findOperation(service: string, name: string): Operation | undefined {
  return BY_NAME.get(`${service}:${name}`)
}
