// What `gm iam` uses.
export { leastPolicy, type IamRequest, type LeastPolicies } from '../app/iam/iam.js'
export { policyAtMost } from '../app/iam/deployer-policy.js'
export { policyText } from '../app/iam/policies.js'
