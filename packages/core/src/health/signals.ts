// Signs that a stack has lost its instance, each from a source of its own. One alone is never acted upon: EC2 can be
// behind, an agent can restart, a probe can be wrong; two of them at once are not.
import type { StackJudgement, Thresholds } from './judgement.js'
import type { signalShape } from '../output/health.js'
import type { Told } from '../output/told.js'

/** One of the four sources. */
export type Signal = Told<typeof signalShape>

/** What was seen at one look, and before it. */
export interface Signs {
  /** EC2's word; null where it knows no such instance. */
  readonly instance: string | null
  /** What EC2 told a spot instance. */
  readonly notice: { readonly kind: string; readonly at: string | null } | null
  /** Looks in a row, this one the last, at which the agent did not answer though AWS did. */
  readonly silentLooks: number
  /** Whether the instance says of itself that its services were stopped. */
  readonly isDrained: boolean
  readonly health: StackJudgement | null
}

/** Signals that have to agree before anything is done. */
export const enoughSignals = 2

const living: readonly (string | null)[] = ['pending', 'running']

/** @returns the signals, EC2's first */
export function signalsOf(signs: Signs, { consecutiveFailures }: Pick<Thresholds, 'consecutiveFailures'>): Signal[] {
  const { instance, notice, silentLooks } = signs
  const stopped = stoppedServices(signs)
  return [
    ...(living.includes(instance) ? [] : [signal('ec2', `EC2 says that the instance is ${instance ?? 'gone'}`)]),
    ...(notice?.kind === 'interruption' ? [signal('notice', `EC2 takes the instance back${at(notice.at)}`)] : []),
    ...(silentLooks >= consecutiveFailures
      ? [signal('agent', `its agent was silent ${silentLooks} times in a row`)]
      : []),
    ...(stopped === undefined ? [] : [signal('services', stopped)]),
  ]
}

function signal(source: Signal['source'], text: string): Signal {
  return { source, text }
}

function at(time: string | null): string {
  return time === null ? '' : ` at ${time}`
}

function stoppedServices({ isDrained, health }: Signs): string | undefined {
  if (isDrained) return 'the instance has stopped its services'
  const critical = health?.verdict === 'critical' ? health.services.filter((one) => one.critical) : []
  const names = critical.filter(({ verdict }) => verdict === 'critical').map(({ service }) => service)
  return names.length === 0 ? undefined : `its own probes of ${names.join(', ')} fail`
}
