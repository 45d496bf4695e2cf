// The orchestrator of a tier that wraps none of its phases: each phase is one run of the engine.
import type { Orchestrator } from '@geuse/plugin-api'
import { deploy } from './deploy.js'
import { destroy } from './destroy.js'
import type { Step } from './graph.js'
import { rollback } from './rollback.js'
import { type EngineDeps, RunContext } from './run-context.js'
import { stop } from './stop.js'
import { update } from './update.js'

/** What an orchestrator works with. */
export interface OrchestratorInputs {
  /** The graph; empty where only the ledger is read. */
  readonly steps: readonly Step[]
  readonly deps: Omit<EngineDeps, 'signal'>
  /** Looks for what is left of the stack in the cloud, and says it in words. */
  readonly leftovers: (deleteData: boolean) => Promise<readonly string[]>
}

/** @returns the host's own orchestrator */
export function orchestrator({ steps, deps, leftovers }: OrchestratorInputs): Orchestrator {
  return {
    deploy: (signal) => deploy(new RunContext('deploy', { ...deps, signal }), steps),
    update: (signal) => update(new RunContext('update', { ...deps, signal }), steps),
    rollback: (signal) => rollback(new RunContext('rollback', { ...deps, signal })),
    stop: (signal, options) => stop(new RunContext('stop', { ...deps, signal }), options),
    destroy: (signal, { deleteData }) =>
      destroy(new RunContext('destroy', { ...deps, signal }), { deleteData, leftovers: () => leftovers(deleteData) }),
  }
}
