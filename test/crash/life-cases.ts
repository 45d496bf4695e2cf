// What is tried of a stack that is there already: it is changed, brought back, backed up, stopped and started, killed
// meanwhile, and the next command ends it or undoes it, with the same data, and a history that is true.
import { expect } from 'chai'
import type { Point } from '../support/kill-switch.js'
import {
  type Flags,
  gmBackup,
  gmBackups,
  gmRestore,
  gmRollback,
  gmStart,
  gmUpdate,
  stack,
} from '../support/killable-gm.js'
import { type Case, demandDeath, type Ground, make, names, pointed } from './cases.js'
import type { CrashHarness } from './crash-harness.js'

/** A change of a stack that stands. */
export interface Change {
  readonly name: string
  /** Another one in each round: what was made once and is wanted again need not be made. */
  flags(round: number): Flags
}

const zones = ['Europe/Berlin', 'Asia/Tokyo', 'Africa/Cairo', 'America/Lima']

/** In place, and by another instance. */
export const changes: readonly Change[] = [
  { name: 'another setting', flags: (round) => ({ set: [`n8n.timezone=${zones[round % zones.length]}`] }) },
  { name: 'another instance', flags: () => ({ 'instance-type': 'm6i.large' }) },
]

/** Another version of n8n, whose images are in the registry of accounts that were told of it. */
export const newerVersion = {
  images: ['n8nio/n8n:9.99.0', 'n8nio/runners:9.99.0'],
  flags: { set: ['n8n.image=n8nio/n8n:9.99.0', 'n8n.runners-image=n8nio/runners:9.99.0'] },
} as const

/** One change and its undoing. */
export interface Round {
  /** Where the update is killed. */
  readonly update: Point
  /** Where the rollback of the update is killed that was called again; undefined where a rollback undoes it at once. */
  readonly rollback: Point | undefined
}

/** A stack that is changed and brought back, so often as there are rounds. */
export function changed(ground: Ground, { name, flags }: Change, rounds: readonly Round[]): Case {
  const words = rounds.map(
    ({ update, rollback }) =>
      names([update]) + (rollback === undefined ? ', given up' : `, updated, rollback killed ${names([rollback])}`),
  )
  return make(ground, `update to ${name} killed ${words.join('; ')}`, async (bench) => {
    const { world } = bench
    await ground.gm.deploy(world)
    const data = await bench.data()
    for (const [index, { update, rollback }] of rounds.entries()) {
      const before = await past(bench)
      const again = (point?: Point) => gmUpdate(world, flags(index), point)
      await demandDeath(bench, update, again(update))
      await pointed(update, async () => {
        if (rollback !== undefined) await again().then(() => demandUpdated(bench, ground, before))
        // What was not begun needs no rollback.
        if ((await past(bench)).config === before.config) return
        if (rollback !== undefined) await demandDeath(bench, rollback, gmRollback(world, rollback))
        await gmRollback(world)
        await demandBack(bench, ground, before)
        expect(await bench.data(), 'what holds data').to.deep.equal(data)
      })
    }
    await ground.gm.destroy(world)
  })
}

/**
 * An update to another image, killed while its backup is made and after that: what was begun keeps its one backup, also
 * when it is killed once more.
 */
export function imaged(ground: Ground, points: readonly Point[]): Case {
  return make(ground, `update to another image killed ${names(points)}`, async (bench) => {
    const { world } = bench
    await ground.gm.deploy(world)
    world.account.settings({ images: [...newerVersion.images] })
    const data = await bench.data()
    for (const point of points) {
      const before = await past(bench)
      await demandDeath(bench, point, gmUpdate(world, newerVersion.flags, point))
      await pointed(point, async () => {
        const begun = await demandBackedUpOrUntouched(bench, ground, before)
        if (begun !== null && (await gmUpdate(world, newerVersion.flags, point)) === 'died')
          expect(await demandBackedUpOrUntouched(bench, ground, before), 'the backup of who goes on').to.equal(begun)
        await gmUpdate(world, newerVersion.flags)
        await demandUpdated(bench, ground, before)
        const { backups, work } = await gmBackups(world)
        expect(work, 'what the instance does').to.include({ what: 'backup', state: 'ok', id: backups.at(-1)?.id })
        if (begun !== null) expect(backups.at(-1)?.id, 'the backup of what the update found').to.equal(begun)
        await gmRollback(world)
        await demandBack(bench, ground, before)
        expect(await bench.data(), 'what holds data').to.deep.equal(data)
      })
    }
    world.account.settings({ images: [] })
    await ground.gm.destroy(world)
  })
}

/**
 * @returns id of the backup that an update which has begun relies on; null where it had not begun
 * @throws AssertionError unless it has a backup, or has left the stack as it was
 */
async function demandBackedUpOrUntouched(
  bench: CrashHarness,
  { reference }: Ground,
  before: Past,
): Promise<string | null> {
  const { status, update_backup: backup } = await bench.world.document(stack)
  if (status === 'updating') {
    const { backups } = await gmBackups(bench.world)
    expect(backups.map(({ id }) => id)).to.include(backup)
    return backup as string
  }
  await bench.demandWhole(reference)
  expect(await past(bench), 'a stack whose update was not begun').to.deep.equal(before)
  return null
}

async function demandUpdated(bench: CrashHarness, { reference }: Ground, before: Past): Promise<void> {
  await bench.demandWhole(reference)
  const now = await past(bench)
  expect(now.healthy, 'what was found healthy last').to.equal(now.config).and.not.to.equal(before.config)
  expect(now.states, 'healthy states').to.equal(before.states + 1)
}

async function demandBack(bench: CrashHarness, { reference }: Ground, before: Past): Promise<void> {
  await bench.demandWhole(reference)
  const { config, healthy, rollbacks } = await past(bench)
  expect(config, 'config').to.equal(before.config)
  expect(healthy, 'what was found healthy last').to.equal(before.config)
  expect(rollbacks.at(-1), 'the last rollback').to.include({ trigger: 'manual', success: true })
  expect(rollbacks.length - before.rollbacks.length, 'rollbacks').to.equal(1)
}

/** A backup and a restore, killed at each of their points. */
export function backedUp(ground: Ground, backupPoints: readonly Point[], restorePoints: readonly Point[]): Case {
  const name = `backup killed ${names(backupPoints)}; restore killed ${names(restorePoints)}`
  return make(ground, name, async (bench) => {
    const { world } = bench
    await ground.gm.deploy(world)
    for (const point of backupPoints) {
      await demandDeath(bench, point, gmBackup(world, point))
      await pointed(point, async () => {
        await gmBackup(world)
        const { backups, work } = await gmBackups(world)
        expect(work, 'what the instance does').to.include({ what: 'backup', state: 'ok', id: backups.at(-1)?.id })
      })
    }
    const { backups } = await gmBackups(world)
    const id = backups[0]?.id ?? ''
    for (const point of restorePoints) {
      await demandDeath(bench, point, gmRestore(world, id, point))
      await pointed(point, async () => {
        await gmRestore(world, id)
        const now = await gmBackups(world)
        expect(now.work, 'what the instance does').to.include({ what: 'recover', id, state: 'ok' })
        expect(now.backups[0]?.id, 'the backup that was put back').to.equal(id)
        await bench.demandWhole(ground.reference)
      })
    }
    await ground.gm.destroy(world)
  })
}

/** Stopped and started, each killed meanwhile. */
export function rested(ground: Ground, stopPoint: Point, startPoint: Point, endsInstance: boolean): Case {
  const { gm } = ground
  return make(ground, `stop killed ${names([stopPoint])}; start killed ${names([startPoint])}`, async (bench) => {
    await gm.deploy(bench.world)
    const data = await bench.data()
    await demandDeath(bench, stopPoint, gm.stop(bench.world, stopPoint))
    await gm.stop(bench.world)
    await bench.demandStopped(ground.reference, endsInstance)
    await demandDeath(bench, startPoint, gmStart(bench.world, startPoint))
    await gmStart(bench.world)
    await bench.demandWhole(ground.reference)
    expect(await bench.data(), 'what holds data').to.deep.equal(data)
    await gm.destroy(bench.world)
  })
}

interface Past {
  /** As JSON. */
  readonly config: string
  /** Config of the state that was found healthy last. */
  readonly healthy: string
  /** How many states were found healthy. */
  readonly states: number
  readonly rollbacks: readonly { readonly trigger: string; readonly success: boolean }[]
}

async function past({ world }: CrashHarness): Promise<Past> {
  const document = (await world.document(stack)) as unknown as {
    readonly config: unknown
    readonly last_healthy_state: { readonly config: unknown } | null
    readonly earlier_healthy_states: readonly unknown[]
    readonly rollback_history: Past['rollbacks']
  }
  return {
    config: JSON.stringify(document.config),
    healthy: JSON.stringify(document.last_healthy_state?.config),
    states: document.earlier_healthy_states.length + 1,
    rollbacks: document.rollback_history,
  }
}
