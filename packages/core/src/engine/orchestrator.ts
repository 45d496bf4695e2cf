// The orchestrator of a tier that wraps none of its phases: each phase is one session over the same ports.
import type { Orchestrator } from '@geuse/plugin-api'
import { deploy } from './deploy.js'
import { destroy, rollback } from './destroy.js'
import type { Step } from './graph.js'
import { type Ports, Session } from './session.js'

/** What an orchestrator works with. */
export interface OrchestratorInputs {
  /** The graph; empty where only the ledger is read. */
  readonly steps: readonly Step[]
  readonly ports: Omit<Ports, 'signal'>
  /** Looks for what is left of the stack in the cloud, and says it in words. */
  readonly leftovers: (deleteData: boolean) => Promise<readonly string[]>
}

/** @returns the host's own orchestrator */
export function orchestrator({ steps, ports, leftovers }: OrchestratorInputs): Orchestrator {
  return {
    deploy: (signal) => deploy(new Session('deploy', { ...ports, signal }), steps),
    rollback: (signal) => rollback(new Session('rollback', { ...ports, signal }), 'deploy_failed'),
    destroy: (signal, { deleteData }) =>
      destroy(new Session('destroy', { ...ports, signal }), { deleteData, leftovers: () => leftovers(deleteData) }),
  }
}
