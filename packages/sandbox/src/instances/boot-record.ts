// What a boot leaves behind: its phases, its terminal record, its lines on the console.

import type { BootStatus } from '@geuse/instance-contract'

type PhaseRecord = BootStatus['phases'][number]

/** The record of one boot; times are the account's milliseconds. */
export class BootRecord {
  readonly phases: PhaseRecord[] = []
  /** What happened to images and services. */
  readonly steps: BootStatus['steps'] = []
  state: BootStatus['state'] = 'booting'
  reason: string | null = null
  readonly #lines: string[] = []

  /** The phase under way or the last one, `ready` or `drained` after it; null before the first. */
  get phase(): BootStatus['phase'] {
    return this.state === 'ready' || this.state === 'drained' ? this.state : (this.phases.at(-1)?.name ?? null)
  }

  /** Every line so far. */
  get lines(): readonly string[] {
    return this.#lines
  }

  /** The whole console. */
  get console(): string {
    return this.#lines.map((line) => `${line}\n`).join('')
  }

  /** The last lines, as `gmctl status` shows them. */
  tail(lines: number): string[] {
    return lines === 0 ? [] : this.#lines.slice(-lines).map((line) => line.slice(0, 300))
  }

  /** Writes a line on the console. */
  say(line: string): void {
    this.#lines.push(line)
  }

  /** A boot begins, the first one or another: what is told is of this one. */
  restart(): void {
    this.phases.length = 0
    this.steps.length = 0
    this.state = 'booting'
    this.reason = null
  }

  /** A phase begins. */
  begin(name: string, now: number): void {
    this.phases.push({ name, started: new Date(now).toISOString(), ms: 0, outcome: 'running' })
  }

  /** The phase under way ends well. */
  pass(now: number): void {
    const phase = this.#close(now, 'ok')
    if (phase) this.say(`gm-boot: ${phase.name} ok ${phase.ms}ms`)
  }

  /** The phase under way ends the boot. */
  fail(now: number, reason: string): void {
    this.#close(now, 'failed')
    this.state = 'failed'
    this.reason = reason
    this.say(`gm-boot: failed in ${this.phase}: ${reason}`)
  }

  #close(now: number, outcome: 'ok' | 'failed'): PhaseRecord | undefined {
    const phase = this.phases.at(-1)
    if (!phase) return undefined
    phase.ms = Math.max(0, Math.round(now - Date.parse(phase.started)))
    phase.outcome = outcome
    return phase
  }
}
