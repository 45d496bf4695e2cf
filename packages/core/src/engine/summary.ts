// What a run did, out of what it did to each node.
import type { NodeOutcome } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import type { RunSummary } from './run-operation.js'
import type { Walked } from './walk-steps.js'

/** A summary in which nothing was done. */
export const nothingDone: Omit<RunSummary, 'durations'> = {
  made: [],
  updated: [],
  replaced: [],
  unrestored: [],
  destroyed: [],
  kept: [],
  answers: {},
}

/** @returns keys of the rows of which something may be there */
export function existing({ nodes }: Pick<Document, 'nodes'>): string[] {
  return Object.keys(nodes).filter((key) => nodes[key]?.status !== 'gone')
}

/** @returns what was there before and is gone now */
export function destroyedSince(before: Document, after: Document): string[] {
  const there = new Set(existing(after))
  return existing(before).filter((key) => !there.has(key))
}

/**
 * @param before the document when the run began
 * @param walked what was done to the nodes of the graph
 * @param removals how long each removal took, in milliseconds
 */
export function summaryOf(before: Document, walked: Walked, removals: ReadonlyMap<string, number>): RunSummary {
  const { outcomes, answers, durations } = walked
  const wasReady = (id: string): boolean => before.nodes[id]?.status === 'ready'
  const ended = (...wanted: NodeOutcome[]): string[] =>
    [...outcomes].filter(([, outcome]) => wanted.includes(outcome)).map(([id]) => id)
  return {
    ...nothingDone,
    made: [...ended('created'), ...ended('found').filter((id) => !wasReady(id))],
    updated: ended('updated'),
    replaced: ended('replaced'),
    destroyed: [...removals.keys()],
    answers,
    durations: new Map([...durations, ...removals]),
  }
}
