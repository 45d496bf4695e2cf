// A time in which an instance does not answer whoever reads its logs: what is said of it, what is told instead, and
// when there is no more to wait for.
import { GmError, type Code } from '@geuse/plugin-api'
import { isUnregistered } from '../../aws/instance/ssm-command.js'
import type { ConsoleTail } from './console-tail.js'
import type { LogPiece, LogQuestion, LogSource } from './log-source.js'

/** Seconds without an answer, a reboot being the longest that passes by itself, after which there is none to come. */
const patience = { follow: 300, once: 60 }
/** Failures of the way to an instance, which pass. */
const passing: readonly Code[] = ['THROTTLED', 'UNREACHABLE', 'TIMED_OUT', 'CLOUD_FAILED']
/** States in which an instance can answer, or will. */
const living: readonly (string | undefined)[] = ['pending', 'running']
/** The state of one that EC2 has forgotten. */
const gone = 'gone'

/** It lasts, and is over or settled at last. */
export class Outage {
  /** Whether all was told that there will ever be. */
  isSettled = false
  readonly #source: LogSource
  readonly #question: LogQuestion
  /** What is told instead, where nothing was told yet. */
  readonly #console: ConsoleTail | undefined
  readonly #since: number
  #noted: string | undefined
  #told = 0

  constructor(source: LogSource, question: LogQuestion, console: ConsoleTail | undefined) {
    this.#source = source
    this.#question = question
    this.#console = ['all', 'boot'].includes(question.service) ? console : undefined
    this.#since = source.clock.now()
  }

  /** @param error of the question just asked @throws GmError once it will not pass */
  async *lasts(error: GmError): AsyncGenerator<LogPiece> {
    if (!passing.includes(error.code)) throw error
    const state = await this.#source.state().catch(() => 'running')
    const isLiving = living.includes(state)
    yield* this.#note(isLiving ? this.#wordsFor(error) : `the instance ${this.#source.instanceId} is ${state ?? gone}`)
    if (!isLiving || isUnregistered(error)) yield* this.#tellConsole()
    this.isSettled = this.#told > 0 && !(isLiving && this.#question.follow)
    if (!this.isSettled) this.#demandPatience(error, isLiving, state)
  }

  #demandPatience(error: GmError, isLiving: boolean, state: string | undefined): void {
    const { clock, stack, instanceId } = this.#source
    if (!isLiving)
      throw new GmError('UNHEALTHY', `The instance ${instanceId} of ${stack} is ${state ?? gone}, and tells nothing`, {
        hints: [`gm status ${stack}`, `gm deploy ${stack}   # brings another one`],
      })
    const seconds = this.#question.follow ? patience.follow : patience.once
    if (clock.now() >= this.#since + seconds * 1000) throw unread(error, this.#source, this.#question)
  }

  /** It answers again. */
  *over(): Generator<LogPiece> {
    const seconds = Math.round((this.#source.clock.now() - this.#since) / 1000)
    if (this.#noted !== undefined) yield { note: `the instance answers, after ${seconds} s` }
  }

  *#note(note: string): Generator<LogPiece> {
    if (note !== this.#noted) yield { note }
    this.#noted = note
  }

  #wordsFor(error: GmError): string {
    if (!isUnregistered(error)) return `the instance does not answer, asking again: ${error.message}`
    const instead = this.#console === undefined ? 'asking again' : 'this is its console'
    return `the agent on ${this.#source.instanceId} is not registered with Systems Manager: ${instead}`
  }

  async *#tellConsole(): AsyncGenerator<LogPiece> {
    if (this.#console === undefined) return
    const fresh = this.#console.next(await this.#source.console().catch(() => []))
    const lines = this.#told === 0 && this.#question.tail !== undefined ? last(fresh, this.#question.tail) : fresh
    this.#told += fresh.length
    if (lines.length > 0) yield { entries: lines.map((text) => ({ source: 'console', time: null, text })) }
  }
}

function unread(error: GmError, { stack, instanceId }: LogSource, { service }: LogQuestion): GmError {
  const sentence = isUnregistered(error)
    ? `The agent on ${instanceId} is not registered with Systems Manager, so logs of ${service} cannot be read`
    : `The logs of ${stack} cannot be read: ${error.message}`
  return new GmError(error.code, sentence, {
    hints: [`gm status ${stack}`, `gm logs ${stack} --service boot   # its console, at least`],
    cause: error,
  })
}

function last<T>(list: readonly T[], count: number): readonly T[] {
  return count === 0 ? [] : list.slice(-count)
}
