// A small deploy as it was told, for tests: two nodes wait, one fails, one is skipped.
import type { ErrorShape, PlannedNode, RunEvent, Stage } from '@geuse/plugin-api'

const run = '0b9c3c1e-6a3f-4f0e-9a3e-2f1d5b0e7a11'
const epoch = Date.UTC(2026, 0, 1, 12, 0, 0)

/** @param seconds after the start of the run. @returns milliseconds since the epoch */
export function instant(seconds: number): number {
  return epoch + seconds * 1000
}

function about(seconds: number): { at: string; run: string; stack: string } {
  return {
    at: new Date(instant(seconds)).toISOString(),
    run,
    stack: 'my-stack',
  }
}

function node(id: string, stage: Stage, seconds: number, ...deps: string[]): PlannedNode {
  return {
    id,
    type: id,
    stage,
    deps,
    seconds,
  }
}

/** What was announced. */
const nodes: readonly PlannedNode[] = [
  node('vpc', 'network', 5),
  node('subnet', 'network', 3, 'vpc'),
  node('file-system', 'storage', 10),
  node('mount-target', 'storage', 90, 'file-system', 'subnet'),
  node('instance', 'instance', 30, 'subnet'),
  node('healthy', 'health', 20, 'instance', 'mount-target'),
]

/** Why the instance failed. */
export const noCapacity: ErrorShape = {
  code: 'CAPACITY',
  fault: 'cloud',
  message: 'No capacity for t3.large',
  retryable: true,
  hints: [],
  causes: [],
}

/** @param seconds after the start. @returns the first event */
export function started(seconds = 0): RunEvent {
  return {
    ...about(seconds),
    type: 'run.started',
    operation: 'deploy',
    nodes,
  }
}

/** @returns a node's start */
export function begins(seconds: number, id: string, stage: Stage): RunEvent {
  return {
    ...about(seconds),
    type: 'node.started',
    node: id,
    stage,
  }
}

/** @returns something that a node says */
export function notes(
  seconds: number,
  id: string,
  stage: Stage,
  text: string,
): Extract<RunEvent, { type: 'node.noted' }> {
  return {
    ...about(seconds),
    type: 'node.noted',
    node: id,
    stage,
    text,
  }
}

/** @returns a node's good end */
export function ends(seconds: number, id: string, stage: Stage, ms: number, label: string): RunEvent {
  return {
    ...about(seconds),
    type: 'node.finished',
    node: id,
    stage,
    outcome: 'created',
    ms,
    label,
  }
}

/** @returns a node's bad end */
function fails(seconds: number, id: string, stage: Stage, ms: number): RunEvent {
  return {
    ...about(seconds),
    type: 'node.failed',
    node: id,
    stage,
    ms,
    error: noCapacity,
  }
}

/** @returns a node that is left out */
function skips(seconds: number, id: string, stage: Stage, reason: string): RunEvent {
  return {
    ...about(seconds),
    type: 'node.skipped',
    node: id,
    stage,
    reason,
  }
}

/** @returns the last event */
function finished(seconds: number, outcome: 'succeeded' | 'failed'): RunEvent {
  return {
    ...about(seconds),
    type: 'run.finished',
    operation: 'deploy',
    outcome,
    ms: seconds * 1000,
  }
}

/** Up to the moment at which most is going on: twelve seconds. */
export const midway: readonly RunEvent[] = [
  started(),
  begins(0, 'vpc', 'network'),
  begins(0, 'file-system', 'storage'),
  ends(3, 'vpc', 'network', 3000, 'vpc-0a1b2c3d'),
  begins(3, 'subnet', 'network'),
  ends(5, 'subnet', 'network', 1600, 'subnet-0a1b2c3d'),
  begins(5, 'instance', 'instance'),
  notes(6, 'instance', 'instance', 'no spot capacity in eu-west-1a'),
  ends(8, 'file-system', 'storage', 8000, 'fs-0a1b2c3d'),
  begins(8, 'mount-target', 'storage'),
]

/** The same run to its bad end at sixty seconds. */
export const failing: readonly RunEvent[] = [
  ...midway,
  fails(40, 'instance', 'instance', 35_000),
  ends(60, 'mount-target', 'storage', 52_000, 'fsmt-0a1b2c3d'),
  skips(60, 'healthy', 'health', 'instance failed'),
  finished(60, 'failed'),
]
