// What is tried: each case kills gm at least once, goes on with another gm, and demands that it ends as if nothing had
// happened.
import { expect } from 'chai'
import { isGmError } from '@geuse/plugin-api'
import { type Point, pointName } from '../support/kill-switch.js'
import type { End } from '../support/killable-gm.js'
import { ruleAt } from './points.js'
import type { CrashHarness, Network, Baseline } from './crash-harness.js'
import type { Gm } from './gm.js'

/** One case. */
export interface Case {
  readonly name: string
  run(bench: CrashHarness): Promise<void>
}

/** Of what cases are made. */
export interface Ground {
  readonly network: Network
  readonly gm: Gm
  readonly reference: Baseline
}

/** Deploy killed at one point after the other, then deployed to the end; destroy likewise. */
export function killed(ground: Ground, deployPoints: readonly Point[], destroyPoints: readonly Point[]): Case {
  const { gm } = ground
  return make(ground, `deploy killed ${names(deployPoints)}; destroy killed ${names(destroyPoints)}`, async (bench) => {
    for (const point of deployPoints) await demandDeath(bench, point, gm.deploy(bench.world, point))
    await gm.deploy(bench.world)
    await bench.demandWhole(ground.reference)
    for (const point of destroyPoints) {
      // A reading that this run had no need of: it went to its end, and the next one needs something to destroy.
      if ((await demandDeath(bench, point, gm.destroy(bench.world, point))) === 'ended') await gm.deploy(bench.world)
    }
    await gm.destroy(bench.world)
  })
}

/** Deploy killed, and deployed to the end the next morning: what booted meanwhile has given up waiting for the rest. */
export function sleptOver(ground: Ground, point: Point): Case {
  const { gm, network } = ground
  const run = (bench: CrashHarness): Promise<void> =>
    bench.use(network, async () => {
      await demandDeath(bench, point, gm.deploy(bench.world, point))
      await bench.sleepOver()
      await gm.deploy(bench.world)
      await bench.demandWhole(ground.reference)
      // What a destroy does is tried elsewhere: the account is thrown away.
      return false
    })
  return { name: `${network}, ${gm.name}: deploy killed ${pointName(point)}, slept over`, run }
}

/** Deploy killed, and destroyed at once. */
export function givenUp(ground: Ground, point: Point): Case {
  const { gm } = ground
  return make(ground, `deploy killed ${pointName(point)}, given up`, async (bench) => {
    await demandDeath(bench, point, gm.deploy(bench.world, point))
    await gm.destroy(bench.world).catch(unlessUnknown)
  })
}

/** Destroyed but for its data, killed meanwhile; then brought back, with the same data. */
export function broughtBack(ground: Ground, point: Point): Case {
  const { gm } = ground
  return make(ground, `destroy killed ${pointName(point)}, brought back`, async (bench) => {
    await gm.deploy(bench.world)
    const data = await bench.data()
    await demandDeath(bench, point, gm.destroy(bench.world, point, false))
    await gm.destroy(bench.world, undefined, false)
    await gm.deploy(bench.world)
    await bench.demandWhole(ground.reference)
    expect(await bench.data(), 'what holds data').to.deep.equal(data)
    await gm.destroy(bench.world)
  })
}

/** Stopped, killed meanwhile; then stopped to the end or not, and brought up again with the same data. */
export function stopped(ground: Ground, point: Point, again: boolean): Case {
  const { gm } = ground
  const name = `stop killed ${pointName(point)}, ${again ? 'stopped, ' : ''}deployed`
  return make(ground, name, async (bench) => {
    await gm.deploy(bench.world)
    const data = await bench.data()
    await demandDeath(bench, point, gm.stop(bench.world, point))
    if (again) {
      await gm.stop(bench.world)
      await bench.demandStopped(ground.reference)
    }
    await gm.deploy(bench.world)
    await bench.demandWhole(ground.reference)
    expect(await bench.data(), 'what holds data').to.deep.equal(data)
    await gm.destroy(bench.world)
  })
}

/** Answers of a deploy and of a destroy lost, each once. */
export function answersLost(ground: Ground, deployPoints: readonly Point[], destroyPoints: readonly Point[]): Case {
  const { gm } = ground
  const calls = (points: readonly Point[]): string =>
    points.map(({ operation, nth }) => `${operation} ${nth}`).join(', ')
  const name = `deploy without the answers to ${calls(deployPoints)}; destroy without those to ${calls(destroyPoints)}`
  return make(ground, name, async (bench) => {
    await losing(bench, deployPoints, () => gm.deploy(bench.world))
    await bench.demandWhole(ground.reference)
    await losing(bench, destroyPoints, () => gm.destroy(bench.world))
  })
}

/** @returns a case of a stack that is to leave nothing */
export function make(
  { network, gm, reference }: Ground,
  name: string,
  work: (bench: CrashHarness) => Promise<void>,
): Case {
  const run = (bench: CrashHarness): Promise<void> =>
    bench.use(network, async () => {
      await work(bench)
      await bench.demandEmpty(reference)
      return true
    })
  return { name: `${network}, ${gm.name}: ${name}`, run }
}

/** @returns points in words */
export function names(points: readonly Point[]): string {
  return points.length > 3 ? `at each of ${points.length} points` : points.map(pointName).join(', then ')
}

async function losing(bench: CrashHarness, points: readonly Point[], work: () => Promise<unknown>): Promise<void> {
  const { account } = bench.world
  for (const point of points) account.faults.add({ ...ruleAt(point), effect: 'reset-after' })
  try {
    await work()
    const missed = account.faults.list().filter(({ struck }) => struck !== 1)
    bench.strikes += points.length - missed.length
    if (missed.length > 0)
      throw new Error(`not called: ${missed.map(({ rule }) => `${rule.operation} ${rule.nth}`).join(', ')}`)
  } finally {
    account.faults.remove()
  }
}

/** @throws Error unless it died at that point, which a reading may have no need of */
export async function demandDeath(bench: CrashHarness, point: Point, run: Promise<End>): Promise<End> {
  const end = await run
  if (end === 'died') bench.strikes += 1
  if (end !== 'died' && point.optional !== true)
    throw new Error(`the run ended without being killed ${pointName(point)}`)
  return end
}

/** Does something after a death, and says after which one when it fails. */
export async function pointed(point: Point, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new Error(`after the death ${pointName(point)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** A deploy that died before its first write has left nothing to destroy. */
function unlessUnknown(error: unknown): void {
  const words = isGmError(error) ? error.code : String(error)
  if (!words.includes('STACK_UNKNOWN')) throw error
}
