// What is tried: each case kills gm at least once, goes on with another gm, and demands that it ends as if nothing had
// happened.
import { isGmError } from '@geuse/plugin-api'
import { type Point, pointName } from '../support/life.js'
import type { Bench, Network, Reference } from './bench.js'
import type { Gm } from './gm.js'

/** One case. */
export interface Case {
  readonly name: string
  /** How many times gm is killed, or loses an answer. */
  readonly strikes: number
  run(bench: Bench): Promise<void>
}

/** Of what cases are made. */
export interface Ground {
  readonly network: Network
  readonly gm: Gm
  readonly reference: Reference
}

/** Deploy killed, deployed to the end; destroy killed, destroyed to the end. */
export function killedTwice({ network, gm, reference }: Ground, deployPoint: Point, destroyPoint: Point): Case {
  return {
    name: `${network}, ${gm.name}: deploy killed ${pointName(deployPoint)}, deploy; destroy killed ${pointName(destroyPoint)}, destroy`,
    strikes: 2,
    run: async (bench) => {
      await bench.renew(network)
      await demandDeath(gm.deploy(bench.world, deployPoint))
      await gm.deploy(bench.world)
      await bench.demandWhole(reference)
      await demandDeath(gm.destroy(bench.world, destroyPoint))
      await gm.destroy(bench.world)
      await bench.demandEmpty(reference)
    },
  }
}

/** Deploy killed, and destroyed at once. */
export function givenUp({ network, gm, reference }: Ground, point: Point): Case {
  return {
    name: `${network}, ${gm.name}: deploy killed ${pointName(point)}, destroy`,
    strikes: 1,
    run: async (bench) => {
      await bench.renew(network)
      await demandDeath(gm.deploy(bench.world, point))
      await gm.destroy(bench.world).catch(unlessUnknown)
      await bench.demandEmpty(reference)
    },
  }
}

/** Destroy killed, and the stack wanted back. */
export function wantedBack({ network, gm, reference }: Ground, point: Point): Case {
  return {
    name: `${network}, ${gm.name}: deploy; destroy killed ${pointName(point)}, deploy, destroy`,
    strikes: 1,
    run: async (bench) => {
      await bench.renew(network)
      await gm.deploy(bench.world)
      await demandDeath(gm.destroy(bench.world, point))
      await gm.deploy(bench.world)
      await bench.demandWhole(reference)
      await gm.destroy(bench.world)
      await bench.demandEmpty(reference)
    },
  }
}

/** Answers of a deploy and of a destroy lost, each once. */
export function answersLost({ network, gm, reference }: Ground, deployPoint: Point, destroyPoint: Point): Case {
  return {
    name: `${network}, ${gm.name}: deploy without the answer to ${deployPoint.operation} ${deployPoint.nth}, destroy without that to ${destroyPoint.operation} ${destroyPoint.nth}`,
    strikes: 2,
    run: async (bench) => {
      await bench.renew(network)
      await losing(bench, deployPoint, () => gm.deploy(bench.world))
      await bench.demandWhole(reference)
      await losing(bench, destroyPoint, () => gm.destroy(bench.world))
      await bench.demandEmpty(reference)
    },
  }
}

async function losing({ world: { account } }: Bench, { operation, nth }: Point, work: () => Promise<unknown>): Promise<void> {
  account.faults.add({ operation, nth, effect: 'reset-after' })
  await work()
  const struck = account.faults.list().every((rule) => rule.struck === 1)
  account.faults.remove()
  if (!struck) throw new Error(`there was no call ${operation} ${nth}`)
}

async function demandDeath(run: Promise<string>): Promise<void> {
  if ((await run) !== 'died') throw new Error('the run ended before the call at which it should have been killed')
}

/** A deploy that died before its first write has left nothing to destroy. */
function unlessUnknown(error: unknown): void {
  const words = isGmError(error) ? error.code : String(error)
  if (!words.includes('STACK_UNKNOWN')) throw error
}
