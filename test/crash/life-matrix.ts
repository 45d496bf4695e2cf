// The cases of a stack that is there already, made of a life that nothing disturbed. Every change is died after once,
// and before where that leaves another state; one stack has several rounds, as making it takes longest.
import { gmBackup, gmBackups, gmRestore, gmRollback, gmStart, gmUpdate } from '../support/killable-gm.js'
import type { Point } from '../support/kill-switch.js'
import { counts } from '../support/test-account.js'
import type { Case, Ground } from './cases.js'
import type { CrashHarness } from './crash-harness.js'
import { onDemandGm, insideGm } from './gm.js'
import { backedUp, type Change, changed, changes, imaged, newerVersion, rested, type Round } from './life-cases.js'
import { mutatingPoints, oneAnOperation, pairs, readingPoints, type Seen } from './points.js'

/** Rounds of one stack. */
const rounds = 4

/** Every case. @param bench whose account is used */
export async function lifeCases(bench: CrashHarness): Promise<Case[]> {
  const [spot, onDemand] = [await life(bench, insideGm), await rest(bench, onDemandGm)]
  const { ground } = spot
  return [
    ...spot.changes.flatMap(({ change, update, rollback }) =>
      grouped(roundsOf(mutatingPoints(update), mutatingPoints(rollback))).map((some) => changed(ground, change, some)),
    ),
    backedUp(
      ground,
      mutatingPoints(spot.backup).filter(isOfInstance),
      mutatingPoints(spot.restore).filter(isOfInstance),
    ),
    backedUp(ground, after(spot.backup), after(spot.restore)),
    ...grouped(imagePoints(spot)).map((some) => imaged(ground, some)),
    ...rests({ ...spot, endsInstance: true }),
    ...rests({ ...onDemand, endsInstance: false }),
  ]
}

interface Rest {
  readonly ground: Ground
  readonly stop: readonly Seen[]
  readonly start: readonly Seen[]
}

interface Life extends Rest {
  readonly changes: readonly {
    readonly change: Change
    readonly update: readonly Seen[]
    readonly rollback: readonly Seen[]
  }[]
  readonly backup: readonly Seen[]
  readonly restore: readonly Seen[]
  /** Of an update to another image. */
  readonly image: readonly Seen[]
}

function rests({ ground, stop, start, endsInstance }: Rest & { readonly endsInstance: boolean }): Case[] {
  return pairs(after(stop), after(start)).map(([a, b]) => rested(ground, a, b, endsInstance))
}

/** After every change of the update and of its rollback; and, for each operation of the update, undone at once. */
function roundsOf(updates: readonly Point[], rollbacks: readonly Point[]): Round[] {
  return [
    ...pairs(updates.filter(isAfter), rollbacks.filter(isAfter)).map(([update, rollback]) => ({ update, rollback })),
    ...oneAnOperation(updates).map((update) => ({ update, rollback: undefined })),
  ]
}

/** Before the backup has its keys, around its beginning, in the middle of it, and around what comes after it. */
function imagePoints({ backup, image }: Life): Point[] {
  const keys = after(backup).filter(({ operation, nth }) => operation === 'PutParameter' && nth === 1)
  const [asked] = readingPoints(image).filter(({ operation }) => operation === 'SendCommand backups')
  return [...keys, ...(asked === undefined ? [] : [asked]), ...mutatingPoints(image).filter(isOfInstance)]
}

function grouped<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / rounds) }, (_, n) => all.slice(n * rounds, (n + 1) * rounds))
}

function after(calls: readonly Seen[]): Point[] {
  return mutatingPoints(calls).filter(isAfter)
}

function isAfter({ when }: Point): boolean {
  return when === 'after'
}

function isOfInstance({ operation }: Point): boolean {
  return operation.startsWith('SendCommand')
}

async function life(bench: CrashHarness, gm: Ground['gm']): Promise<Life> {
  let result: Omit<Life, keyof Rest> | undefined
  const rest = await restOf(bench, gm, async (during) => {
    const { world } = bench
    const made = []
    for (const change of changes) {
      const update = await during(() => gmUpdate(world, change.flags(0)))
      made.push({ change, update, rollback: await during(() => gmRollback(world)) })
    }
    const backup = await during(() => gmBackup(world))
    const { backups } = await gmBackups(world)
    const restore = await during(() => gmRestore(world, backups[0]?.id ?? ''))
    world.account.settings({ images: [...newerVersion.images] })
    const image = await during(() => gmUpdate(world, newerVersion.flags))
    await gmRollback(world)
    world.account.settings({ images: [] })
    result = { changes: made, backup, restore, image }
  })
  return { ...rest, ...(result as Omit<Life, keyof Rest>) }
}

function rest(bench: CrashHarness, gm: Ground['gm']): Promise<Rest> {
  return restOf(bench, gm, () => Promise.resolve())
}

type During = (work: () => Promise<unknown>) => Promise<readonly Seen[]>

async function restOf(
  bench: CrashHarness,
  gm: Ground['gm'],
  between: (during: During) => Promise<void>,
): Promise<Rest> {
  let result: Rest | undefined
  await bench.use('made', async () => {
    const { world, inventory } = bench
    const during: During = async (work) => {
      const before = world.account.calls().length
      await work()
      return world.account.calls().slice(before)
    }
    const empty = counts(await inventory.look())
    await gm.deploy(world)
    const ground: Ground = { network: 'made', gm, reference: { whole: counts(await inventory.look()), empty } }
    await between(during)
    const stop = await during(() => gm.stop(world))
    result = { ground, stop, start: await during(() => gmStart(world)) }
    await gm.destroy(world)
    return false
  })
  return result as Rest
}
