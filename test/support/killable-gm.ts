// What gm does with a stack, in this process, which may be killed at a call as a process is by SIGKILL.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  backUp,
  deploy,
  destroy,
  listBackups,
  restore,
  rollback,
  start,
  stop,
  update,
  type Host,
  type ListedBackups,
  type StackOperation,
} from '@geuse/core'
import { KillSwitch, type Point } from './kill-switch.js'
import { processHost } from './process-host.js'
import type { TestAccount } from './test-account.js'

/** Name of the stack. */
export const stack = 'my-stack'

const flags = { services: 'n8n', set: ['n8n.owner-email=owner@example.com'] }

/** Flags by word. */
export type Flags = Readonly<Record<string, unknown>>

/** How a process ended. */
export type End = 'ended' | 'died'

/**
 * @param point where it is killed
 * @param more flags, beside those of a small stack
 * @throws GmError when it failed by itself
 */
export function gmDeploy(world: TestAccount, point?: Point, more: Flags = { tier: 'dev' }): Promise<End> {
  return run(world, point, deploy, { name: stack, flags: { ...flags, ...more } })
}

/** @param changes flags that say what is wanted now. See `gmDeploy`. */
export function gmUpdate(world: TestAccount, changes: Flags, point?: Point): Promise<End> {
  return run(world, point, update, { name: stack, flags: changes })
}

/** To the state before the present one. See `gmDeploy`. */
export function gmRollback(world: TestAccount, point?: Point): Promise<End> {
  return run(world, point, rollback, { name: stack })
}

/** See `gmDeploy`. */
export function gmStart(world: TestAccount, point?: Point): Promise<End> {
  return run(world, point, start, { name: stack })
}

/** See `gmDeploy`. */
export function gmBackup(world: TestAccount, point?: Point): Promise<End> {
  return run(world, point, backUp, { name: stack, keep: 24 })
}

/** @param from id of a backup. See `gmDeploy`. */
export function gmRestore(world: TestAccount, from: string, point?: Point): Promise<End> {
  return run(world, point, restore, { name: stack, id: from })
}

/** @returns the backups of the stack, and what is done with one */
export async function gmBackups(world: TestAccount): Promise<ListedBackups> {
  let listed: ListedBackups | undefined
  await run(world, undefined, listBackups, { name: stack }, (result) => (listed = result))
  return listed as ListedBackups
}

/** With `--delete-data`, unless data is to stay. See `gmDeploy`. */
export function gmDestroy(world: TestAccount, point?: Point, deleteData = true): Promise<End> {
  return run(world, point, destroy, { name: stack, deleteData })
}

/** See `gmDeploy`. */
export function gmStop(world: TestAccount, point?: Point): Promise<End> {
  return run(world, point, stop, { name: stack, force: false })
}

async function run<Request, Prepared, Result>(
  world: TestAccount,
  point: Point | undefined,
  operation: StackOperation<Request, Prepared, Result>,
  request: Request,
  told: (result: Result) => void = () => undefined,
): Promise<End> {
  const life = new KillSwitch(point)
  const { host, close } = await processHost(world, life)
  try {
    return await Promise.race([done(operation, host, request, told), life.died])
  } finally {
    life.kill()
    await life.atRest()
    close()
    // The owner of this lock is this process, which goes on living.
    await rm(join(world.home, 'deployments', `${stack}.lock`), { force: true })
  }
}

async function done<Request, Prepared, Result>(
  operation: StackOperation<Request, Prepared, Result>,
  host: Host,
  request: Request,
  told: (result: Result) => void,
): Promise<End> {
  const { signal } = new AbortController()
  const prepared = await operation.prepare(host, request, { signal })
  told(await operation.run(host, prepared, { signal, listen: () => undefined }))
  return 'ended'
}
