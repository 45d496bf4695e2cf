// `gm deploy` and `gm destroy` in this process, which may be killed at a call as a process is by SIGKILL.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deploy, destroy, stop, type Host, type StackOperation } from '@geuse/core'
import { KillSwitch, type Point } from './kill-switch.js'
import { processHost } from './process-host.js'
import type { TestAccount } from './test-account.js'

/** Name of the stack. */
export const stack = 'my-stack'

const flags = { services: 'n8n', set: ['n8n.owner-email=owner@example.com'] }

/** How a process ended. */
export type End = 'ended' | 'died'

/**
 * @param point where it is killed
 * @param more flags, beside those of a small stack
 * @throws GmError when it failed by itself
 */
export function gmDeploy(
  world: TestAccount,
  point?: Point,
  more: Readonly<Record<string, string>> = { tier: 'dev' },
): Promise<End> {
  return run(world, point, deploy, { name: stack, flags: { ...flags, ...more } })
}

/** With `--delete-data`, unless data is to stay. See `gmDeploy`. */
export function gmDestroy(world: TestAccount, point?: Point, deleteData = true): Promise<End> {
  return run(world, point, destroy, { name: stack, deleteData })
}

/** See `gmDeploy`. */
export function gmStop(world: TestAccount, point?: Point): Promise<End> {
  return run(world, point, stop, { name: stack, force: false })
}

async function run<Request, Prepared>(
  world: TestAccount,
  point: Point | undefined,
  operation: StackOperation<Request, Prepared, unknown>,
  request: Request,
): Promise<End> {
  const life = new KillSwitch(point)
  const { host, close } = await processHost(world, life)
  try {
    return await Promise.race([done(operation, host, request), life.died])
  } finally {
    life.kill()
    await life.atRest()
    close()
    // The owner of this lock is this process, which goes on living.
    await rm(join(world.home, 'deployments', `${stack}.lock`), { force: true })
  }
}

async function done<Request, Prepared>(
  operation: StackOperation<Request, Prepared, unknown>,
  host: Host,
  request: Request,
): Promise<End> {
  const { signal } = new AbortController()
  const prepared = await operation.prepare(host, request, { signal })
  await operation.run(host, prepared, { signal, listen: () => undefined })
  return 'ended'
}
