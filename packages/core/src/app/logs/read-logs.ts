// What services and boots of one instance wrote, chunk after chunk: nothing lost and nothing told twice, whatever
// happens to the instance or to the way to it in between. Where its agent never registered there is its console.
import type { AnswerOf } from '@geuse/instance-contract'
import { asGmError, type GmError } from '@geuse/plugin-api'
import { ConsoleTail } from './console-tail.js'
import type { LogEntry, LogPiece, LogQuestion, LogSource } from './log-source.js'
import { Outage } from './outage.js'

/** Milliseconds between two questions while there is nothing new. */
const pause = 2000

/**
 * @param source the instance
 * @param question what of its logs
 * @throws GmError what keeps them from being read; the signal's reason
 */
export async function* readLogs(source: LogSource, question: LogQuestion): AsyncGenerator<LogPiece> {
  const reading = new Reading(source, question)
  for (;;) {
    yield* reading.step()
    if (reading.isOver) return
    if (!reading.isMore) await source.clock.sleep(pause, source.signal)
  }
}

type Chunk = AnswerOf<'logs'>

/** One reader's place in the logs. */
class Reading {
  isOver = false
  /** Whether there is more already. */
  isMore = false
  readonly #source: LogSource
  readonly #question: LogQuestion
  readonly #console = new ConsoleTail()
  /** Whether what was there at the beginning is still being told. */
  #isCatchingUp = true
  #cursor: string | undefined
  #outage: Outage | undefined

  constructor(source: LogSource, question: LogQuestion) {
    this.#source = source
    this.#question = question
  }

  /** Asks once. */
  async *step(): AsyncGenerator<LogPiece> {
    const { service, since, tail } = this.#question
    const args = this.#cursor === undefined ? { service, since, tail } : { service, cursor: this.#cursor }
    const answer = await this.#source.instance.logs(args).catch(asGmError)
    this.#source.signal.throwIfAborted()
    yield* 'entries' in answer ? this.#take(answer) : this.#without(answer)
  }

  *#take({ entries, cursor, more }: Chunk): Generator<LogPiece> {
    if (this.#outage !== undefined) yield* this.#outage.over()
    this.#outage = undefined
    const fresh = this.#isCatchingUp ? entries.filter((entry) => !this.#wasTold(entry)) : entries
    if (fresh.length > 0) yield { entries: fresh }
    // One that promises more for ever and tells nothing is not believed.
    this.isMore = more && (entries.length > 0 || cursor !== this.#cursor)
    this.#cursor = cursor
    this.#isCatchingUp &&= this.isMore
    this.isOver = !this.isMore && !this.#question.follow
  }

  async *#without(error: GmError): AsyncGenerator<LogPiece> {
    this.isMore = false
    this.#outage ??= new Outage(this.#source, this.#question, this.#cursor === undefined ? this.#console : undefined)
    yield* this.#outage.lasts(error)
    this.isOver = this.#outage.isSettled
  }

  #wasTold({ source, text }: LogEntry): boolean {
    return source === 'boot' && this.#console.hadLine(text)
  }
}
