// What a test may set about an account: capacity, quotas, how late things become visible.

import type { BootPhase } from '@geuse/instance-contract'
import type { QuotasSet } from '../quotas/quota-table.js'

/** A rule of the EC2 fleet: launches that match it are refused with the code. */
export interface CapacityRule {
  readonly market?: 'spot' | 'on-demand'
  readonly type?: string
  readonly zone?: string
  /** `InsufficientInstanceCapacity`, `MaxSpotInstanceCountExceeded`, `VcpuLimitExceeded`, `UnfulfillableCapacity`, … */
  readonly code: string
  readonly message?: string
}

/** What can be changed while the account runs. */
export interface Settings {
  /** Added to every call, in milliseconds of the wall clock. */
  latencyMs: number
  /** Multiplies the seconds for which a new thing is not yet visible; 0 makes everything visible at once. */
  lateVisibility: number
  /** Whether a new thing that is not yet visible cannot be changed either: the change fails with NotFound. */
  lateChanges: boolean
  capacity: readonly CapacityRule[]
  /** What the account is allowed, by the codes of Service Quotas; AWS's default of each that is not named. */
  quotas: QuotasSet
  /** Images that instances can pull besides those of `known-images.json`. */
  images: readonly string[]
  /** Regions that the account has not enabled. */
  closedRegions: readonly string[]
  /** Why instances end at their launch, as EC2 words it; null for those that live. */
  launchEnd: { readonly code: string; readonly message: string } | null
  /** Services whose probes fail on every instance; images whose containers do not become healthy. */
  unhealthy: readonly string[]
  /**
   * Port of the loopback at which a program stands for the web of every simulated instance that is up: what load
   * balancers and distributions send there is led to it; null for answers of the simulation.
   */
  stand: number | null
  /** What containers of every simulated instance have written, by their names. */
  output: Readonly<Record<string, readonly string[]>>
  /** Why phases of a boot fail, whatever the account holds: a repository that is down, a disk that is full. */
  obstacles: Readonly<Partial<Record<BootPhase, string>>>
  /** Whether no agent of Systems Manager can be reached: while an instance reboots, or for ever. */
  silentAgents: boolean
  /**
   * How long a boot waits at least for what the caller has still to do, in milliseconds of the wall clock: callers do
   * not run faster with the clock.
   */
  patienceMs: number
}

/** An account without surprises. */
export function defaultSettings(): Settings {
  return {
    latencyMs: 0,
    lateVisibility: 1,
    lateChanges: false,
    capacity: [],
    quotas: {},
    images: [],
    closedRegions: [],
    launchEnd: null,
    unhealthy: [],
    stand: null,
    output: {},
    obstacles: {},
    silentAgents: false,
    patienceMs: 3000,
  }
}

/** @returns the settings among options, without those that are undefined */
export function given(options: Partial<Settings>): Partial<Settings> {
  const names = Object.keys(defaultSettings()) as (keyof Settings)[]
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  ) as Partial<Settings>
}
