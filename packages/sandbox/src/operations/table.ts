// Every operation that the sandbox answers, and how. SPEC.md is made from this table.
import { cloudfrontOperations } from './cloudfront-operations.js'
import { domainOperations } from './domain-operations.js'
import { ec2Operations } from './ec2-operations.js'
import { efsOperations } from './efs-operations.js'
import { elbOperations } from './elb-operations.js'
import { iamOperations } from './iam-operations.js'
import type { Operation } from './operation.js'
import { otherOperations } from './other-operations.js'
import { ssmOperations } from './ssm-operations.js'

/** All of them. */
export const operations: readonly Operation[] = [
  ...cloudfrontOperations,
  ...domainOperations,
  ...ec2Operations,
  ...efsOperations,
  ...elbOperations,
  ...iamOperations,
  ...ssmOperations,
  ...otherOperations,
]

const byName: ReadonlyMap<string, Operation> = new Map(
  operations.map((operation) => [`${operation.service}:${operation.name}`, operation]),
)

/** The operation of a name; undefined when it is not emulated. */
export function findOperation(service: string, name: string): Operation | undefined {
  return byName.get(`${service}:${name}`)
}
