// Runs one node's work as every node's work is run: announced, timed, bounded by a deadline, its failure told in the
// project's own errors. Every `node.started` ends in `finished` or `failed`.
import { GmError, isGmError, type NodeOutcome, type Stage } from '@geuse/plugin-api'
import { withDeadline } from './deadline.js'
import type { NodeContext, RunContext } from './run-context.js'

/** Whose work, and for how long at most. */
export interface NodeWork {
  readonly node: string
  readonly stage: Stage
  /** Seconds after which its waits end. */
  readonly deadline: number
  /** `name@version`, or `core`. */
  readonly plugin: string
}

/** What a node's work made, and how that is told. */
export interface NodeEnd<T> {
  readonly value: T
  readonly outcome: NodeOutcome
  readonly label?: string | undefined
}

/** What a node's work made, and how long it took. */
export interface NodeResult<T> {
  readonly value: T
  /** Milliseconds. */
  readonly ms: number
}

/** @returns seconds: at least a minute, five times what is expected (design 4) */
export function deadlineFor(expected: number): number {
  return Math.max(60, expected * 5)
}

/**
 * @param run the run
 * @param about whose work
 * @param work the work itself
 * @returns what it made
 * @throws GmError, after the failure was told
 */
export async function runNode<T>(
  run: RunContext,
  about: NodeWork,
  work: (node: NodeContext) => Promise<NodeEnd<T>>,
): Promise<NodeResult<T>> {
  const { node, stage } = about
  const started = run.elapsed()
  run.emit({ type: 'node.started', node, stage })
  try {
    const { value, outcome, label } = await inTime(run, about, work)
    const ms = run.elapsed() - started
    run.emit({ type: 'node.finished', node, stage, outcome, ms, ...(label === undefined ? {} : { label }) })
    return { value, ms }
  } catch (error) {
    const failure = nodeError(error, about)
    run.emit({ type: 'node.failed', node, stage, ms: run.elapsed() - started, error: failure.toJSON() })
    throw failure
  }
}

function inTime<T>(run: RunContext, about: NodeWork, work: (node: NodeContext) => Promise<T>): Promise<T> {
  const { node, stage, deadline } = about
  const error = new GmError('TIMED_OUT', `${node} took longer than ${deadline} s`)
  return withDeadline(run.deps, { ms: deadline * 1000, error }, (signal) => work(run.nodeContext(node, stage, signal)))
}

/**
 * @param error what a node's work threw
 * @param about whose work
 * @returns it as a GmError: the plugin's failure, or a bug where the work is the core's
 */
export function nodeError(error: unknown, { node, plugin }: Pick<NodeWork, 'node' | 'plugin'>): GmError {
  if (isGmError(error)) return error
  const words = error instanceof Error ? error.message : String(error)
  return plugin === 'core'
    ? new GmError('BUG', `${node} failed in a way that gm does not know: ${words}`, {
        cause: error,
        hints: ['run it again with --debug and report what it prints'],
      })
    : new GmError('PLUGIN_FAILED', `${node} failed in plugin ${plugin}: ${words}`, { cause: error, plugin })
}
