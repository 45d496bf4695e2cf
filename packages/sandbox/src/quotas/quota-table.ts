// The quotas of an account that something here is held to, each with AWS's default.

/** One quota, as Service Quotas has it. */
export interface Quota {
  readonly service: 'ec2' | 'elasticloadbalancing' | 'vpc'
  readonly name: string
  /** AWS's default; of vCPUs, what accounts have that are not of yesterday. */
  readonly value: number
}

const table = {
  'L-1216C47A': { service: 'ec2', name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', value: 32 },
  'L-34B43A08': { service: 'ec2', name: 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests', value: 32 },
  'L-DB2E81BA': { service: 'ec2', name: 'Running On-Demand G and VT instances', value: 0 },
  'L-3819A6DF': { service: 'ec2', name: 'All G and VT Spot Instance Requests', value: 0 },
  'L-0263D0A3': { service: 'ec2', name: 'EC2-VPC Elastic IPs', value: 5 },
  'L-F678F1CE': { service: 'vpc', name: 'VPCs per Region', value: 5 },
  'L-53DA6B97': { service: 'elasticloadbalancing', name: 'Application Load Balancers per Region', value: 50 },
} as const satisfies Readonly<Record<string, Quota>>

/** Code of a quota, as Service Quotas has it. */
export type QuotaCode = keyof typeof table

/** All of them, by their codes. */
export const quotas: Readonly<Record<QuotaCode, Quota>> = table

/** The codes that there are. */
export const quotaCodes = Object.keys(table) as QuotaCode[]

/** What was set. */
export type QuotasSet = Readonly<Partial<Record<QuotaCode, number>>>

/** @returns what the account is allowed: what was set, otherwise AWS's default */
export function allowed(settings: { readonly quotas: QuotasSet }, code: QuotaCode): number {
  return settings.quotas[code] ?? quotas[code].value
}
