// Runs one node's work as every node's work is run: announced, timed, bounded by a deadline, its failure told in the
// project's own errors. Every `node.started` ends in `finished` or `failed`.
import { GmError, isGmError, type NodeOutcome, type Stage } from '@geuse/plugin-api'
import type { Session, Worker } from './session.js'

/** Whose work, and for how long at most. */
export interface Attempt {
  readonly node: string
  readonly stage: Stage
  /** Seconds after which its waits end. */
  readonly deadline: number
  /** `name@version`, or `core`. */
  readonly plugin: string
}

/** How it ended. */
export interface Ended {
  readonly outcome: NodeOutcome
  readonly label?: string | undefined
}

/** @returns seconds: at least a minute, five times what is expected (design 4) */
export function deadlineFor(expected: number): number {
  return Math.max(60, expected * 5)
}

/**
 * @param session the run
 * @param attempt whose work
 * @param work the work itself
 * @throws GmError, after the failure was told
 */
export async function attempt(
  session: Session,
  about: Attempt,
  work: (worker: Worker) => Promise<Ended>,
): Promise<void> {
  const { node, stage } = about
  const started = session.elapsed()
  const took = (): number => {
    session.took(node, session.elapsed() - started)
    return session.durationOf(node)
  }
  session.say({ type: 'node.started', node, stage })
  try {
    const { outcome, label } = await withDeadline(session, about, work)
    session.say({ type: 'node.finished', node, stage, outcome, ms: took(), ...(label === undefined ? {} : { label }) })
  } catch (error) {
    const failure = nodeError(error, about)
    session.say({ type: 'node.failed', node, stage, ms: took(), error: failure.toJSON() })
    throw failure
  }
}

async function withDeadline(
  session: Session,
  about: Attempt,
  work: (worker: Worker) => Promise<Ended>,
): Promise<Ended> {
  const { clock, signal } = session.ports
  const late = new AbortController()
  const over = new AbortController()
  const alarm = clock.sleep(about.deadline * 1000, over.signal).then(
    () => late.abort(new GmError('TIMED_OUT', `${about.node} took longer than ${about.deadline} s`)),
    () => undefined,
  )
  try {
    return await work(session.worker(about.node, about.stage, AbortSignal.any([signal, late.signal])))
  } finally {
    over.abort(new Error('the work is over'))
    await alarm
  }
}

/**
 * @param error what a node's work threw
 * @param about whose work
 * @returns it as a GmError: the plugin's failure, or a bug where the work is the core's
 */
export function nodeError(error: unknown, { node, plugin }: Pick<Attempt, 'node' | 'plugin'>): GmError {
  if (isGmError(error)) return error
  const words = error instanceof Error ? error.message : String(error)
  return plugin === 'core'
    ? new GmError('BUG', `${node} failed in a way that gm does not know: ${words}`, {
        cause: error,
        hints: ['run it again with --debug and report what it prints'],
      })
    : new GmError('PLUGIN_FAILED', `${node} failed in plugin ${plugin}: ${words}`, { cause: error, plugin })
}
