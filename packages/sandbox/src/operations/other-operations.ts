// Who is asking, what it costs, how much is allowed.
import { rememberSession } from '../iam/role-keys.js'
import { getProducts } from '../prices/products.js'
import { getDefaultServiceQuota, getServiceQuota, listServiceQuotas } from '../quotas/service-quotas.js'
import { demandFreshCode } from './mfa.js'
import { type Operation, forwarded, native, patched } from './operation.js'

/** The operations of STS, the Price List service and Service Quotas. */
export const otherOperations: readonly Operation[] = [
  ...forwarded('sts', ['GetCallerIdentity']),
  patched('sts', 'AssumeRole', 'a code of a device is six digits, and good for one call', [
    demandFreshCode,
    rememberSession,
  ]),
  native(
    'pricing',
    'GetProducts',
    'fixture prices of Linux instances on demand and of EFS, in the shape of the Price List service',
    getProducts,
  ),
  native(
    'servicequotas',
    'GetServiceQuota',
    "the quotas that a stack can run into: AWS's defaults, or what was set; launches, addresses, networks and load balancers are held to them",
    getServiceQuota,
  ),
  native('servicequotas', 'GetAWSDefaultServiceQuota', 'the same, whatever was set', getDefaultServiceQuota),
  native('servicequotas', 'ListServiceQuotas', 'those of a service, a page at a time', listServiceQuotas),
]
