// The machine types that are chosen from, as one data file says them.
import table from './known-types.json' with { type: 'json' }

/** A machine type. */
export interface MachineType {
  readonly type: string
  readonly arch: 'x86_64' | 'arm64'
  readonly memoryMiB: number
  /** What quotas count. */
  readonly vcpu: number
}

/** General purpose and compute types of 4 to 64 GiB, by size; figures of the EC2 instance type pages. */
export const machineTypes = table as readonly MachineType[]
