// One look of a monitor: what `gm status` sees, judged together with the looks before it, and held against the last.
import type { Health } from '@geuse/instance-contract'
import type { Thresholds, Verdict } from '../../health/judgement.js'
import { type Signal, signalsOf } from '../../health/signals.js'
import type { Document } from '../../state/document.js'
import type { Inspection } from '../status/inspect.js'
import type { lookShape } from '../../output/health.js'
import type { Told } from '../../output/told.js'

/** Something that is not as it was at the look before. */
export type Change = Look['changes'][number]

/** One look. */
export type Look = Told<typeof lookShape>

/** What is remembered from look to look. */
export class LookMemory {
  readonly #thresholds: Thresholds
  /** Answers of the instance, oldest first. */
  readonly answers: Health[] = []
  #silentLooks = 0
  #badReach = 0
  #last: Look | undefined

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds
  }

  /**
   * @param document of the stack, as it is now
   * @param seen at this look
   * @param at ISO instant of it
   */
  judged(document: Document, seen: Inspection, at: string): Look {
    this.answers.splice(0, this.answers.length - this.#thresholds.consecutiveFailures)
    this.#silentLooks = seen.isSilent ? this.#silentLooks + 1 : 0
    this.#badReach = seen.reach === null || fine.includes(seen.reach.verdict) ? 0 : this.#badReach + 1
    const { instance, notice, reach, problems } = seen
    const signs = { ...seen, silentLooks: this.#silentLooks, isDrained: isDrained(seen) }
    const signals = signalsOf(signs, this.#thresholds)
    const look: Look = {
      type: 'look',
      stack: document.stack_name,
      at,
      status: document.status,
      verdict: this.#verdict(seen, signals),
      instance: { id: document.instance_id, state: instance },
      services: servicesOf(seen),
      url: reach === null ? null : { address: document.n8n_url ?? '', verdict: reach.verdict, text: reach.text },
      notice: notice === null ? null : { kind: notice.kind, at: notice.at },
      signals,
      changes: [],
      problems,
    }
    const changes = this.#last === undefined ? [] : changesBetween(this.#last, look)
    this.#last = { ...look, changes }
    return this.#last
  }

  /** A first bad look is a warning, as everywhere; what EC2 itself says needs no second one. */
  #verdict({ health, isSilent, reach }: Inspection, signals: readonly Signal[]): Verdict {
    const isCritical = signals.length > 0 || this.#badReach >= this.#thresholds.consecutiveFailures
    if (isCritical) return 'critical'
    if (health === null) return isSilent ? 'warning' : 'unknown'
    const isReached = reach === null || fine.includes(reach.verdict)
    return health.verdict === 'healthy' && !isReached ? 'warning' : health.verdict
  }
}

function isDrained({ boot }: Inspection): boolean {
  return boot?.state === 'drained'
}

function servicesOf({ health }: Inspection): Look['services'] {
  const judged = health?.services ?? []
  return judged.map(({ service, verdict, ms = null, consecutiveFailures, reasons }) => ({
    service,
    verdict,
    ms,
    consecutiveFailures,
    reasons,
  }))
}

/** No connection to what is healthy inside is most often this computer's own network. */
const fine: readonly string[] = ['reached', 'not-from-here']

function changesBetween(before: Look, now: Look): Change[] {
  const [old, fresh] = [words(before), words(now)]
  const names = [...new Set([...old.keys(), ...fresh.keys()])]
  return names
    .map((of) => ({ of, from: old.get(of) ?? 'unknown', to: fresh.get(of) ?? 'unknown' }))
    .filter(({ from, to }) => from !== to)
}

/** What a look says of each thing, in a word. */
function words({ verdict, instance, services, url, notice }: Look): Map<string, string> {
  return new Map([
    ['stack', verdict],
    ['instance', [instance.id ?? '', instance.state ?? 'gone'].join(' ').trim()],
    ...(url === null ? [] : [['url', url.verdict] as const]),
    ['notice', notice?.kind ?? 'none'],
    ...services.map((one) => [one.service, one.verdict] as const),
  ])
}
