// The instance types that are chosen from, as one data file says them.
import table from './known-types.json' with { type: 'json' }

/** An instance type. */
export interface InstanceType {
  readonly type: string
  readonly arch: 'x86_64' | 'arm64'
  readonly memoryMiB: number
  /** What quotas count. */
  readonly vcpu: number
}

/** General purpose and compute types of 4 to 64 GiB, by size; figures of the EC2 instance type pages. */
export const instanceTypes = table as readonly InstanceType[]
