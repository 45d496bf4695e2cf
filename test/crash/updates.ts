// Updates and rollbacks under kills: the next update finishes, or the next rollback undoes, and nothing is left beside
// the stack that its owner did not ask for.
import { expect } from 'chai'
import type { Point } from '../support/kill-switch.js'
import { type End, gmRollback, gmUpdate, stack } from '../support/killable-gm.js'
import { type Case, demandDeath, type Ground, make } from './cases.js'
import type { CrashHarness } from './crash-harness.js'
import { mutatingPoints, type Seen } from './points.js'

/** What is wanted otherwise: of the containers alone, and of the instance too. */
const wishes = {
  'in place': { set: ['n8n.timezone=Europe/Berlin'] },
  'another instance': { set: ['n8n.timezone=Europe/Berlin'], 'instance-type': 'm6i.large' },
} as const
type Wish = keyof typeof wishes

/** @returns cases of every change that an update makes, and a rollback of it, before and after each */
export async function updateCases(bench: CrashHarness, ground: Ground): Promise<Case[]> {
  const cases = await Promise.all(
    (Object.keys(wishes) as Wish[]).map(async (wish) => ({ wish, ...(await undisturbed(bench, ground, wish)) })),
  )
  return cases.flatMap(({ wish, update, rollback }) => [
    ...pointsOf(update).flatMap((point) => [finished(ground, wish, point), undone(ground, wish, point)]),
    ...pointsOf(rollback).map((point) => goneBack(ground, wish, point)),
  ])
}

/** How often an instance is asked differs from run to run. */
function pointsOf(calls: readonly Seen[]): Point[] {
  return mutatingPoints(calls)
    .filter(({ operation, nth }) => operation !== 'SendCommand' || nth <= 2)
    .map((point) => (point.operation === 'SendCommand' ? { ...point, optional: true } : point))
}

const turns: { last: Promise<unknown> } = { last: Promise.resolve() }

/** One after the other: they share an account. */
function undisturbed(
  bench: CrashHarness,
  { gm, network }: Ground,
  wish: Wish,
): Promise<{ readonly update: readonly Seen[]; readonly rollback: readonly Seen[] }> {
  const work = async () => {
    const calls = (): Seen[] => [...bench.world.account.calls()]
    const parts: Seen[][] = []
    await bench.use(network, async () => {
      await gm.deploy(bench.world)
      for (const step of [() => gmUpdate(bench.world, undefined, wishes[wish]), () => gmRollback(bench.world)]) {
        const before = calls().length
        await step()
        parts.push(calls().slice(before))
      }
      await gm.destroy(bench.world)
      return true
    })
    return { update: parts[0] ?? [], rollback: parts[1] ?? [] }
  }
  const turn = turns.last.then(work)
  turns.last = turn.catch(() => undefined)
  return turn
}

/** Update killed, and updated to the end. */
function finished(ground: Ground, wish: Wish, point: Point): Case {
  return updated(ground, wish, `killed ${nameOf(point)}, finished`, async (bench) => {
    await demandDeath(bench, point, gmUpdate(bench.world, point, wishes[wish]))
    // One that died before its first write has changed nothing: what is wanted is said again.
    await gmUpdate(bench.world, undefined, wishes[wish])
    return 'Europe/Berlin'
  })
}

/** Update killed, and rolled back. */
function undone(ground: Ground, wish: Wish, point: Point): Case {
  return updated(ground, wish, `killed ${nameOf(point)}, undone`, async (bench) => {
    const end = await demandDeath(bench, point, gmUpdate(bench.world, point, wishes[wish]))
    await rolledBack(bench, end)
    return undefined
  })
}

/** Rollback of an update killed, and rolled back to the end. */
function goneBack(ground: Ground, wish: Wish, point: Point): Case {
  return updated(ground, wish, `rolled back, that killed ${nameOf(point)}, and again`, async (bench) => {
    await gmUpdate(bench.world, undefined, wishes[wish])
    const end = await demandDeath(bench, point, gmRollback(bench.world, point))
    await rolledBack(bench, end)
    return undefined
  })
}

/** Once more, unless it is back already: a stack that runs would be brought back to the state before that. */
async function rolledBack(bench: CrashHarness, _end: End): Promise<void> {
  if ((await timezone(bench)) !== undefined || !(await isRunning(bench))) await gmRollback(bench.world)
}

async function isRunning({ world }: CrashHarness): Promise<boolean> {
  const { status, run } = await world.document(stack)
  return status === 'running' && run === null
}

/** What the stack is asked to have; undefined for the usual one. */
async function timezone({ world }: CrashHarness): Promise<unknown> {
  const { set } = (await world.document(stack))['config'] as { readonly set: Record<string, Record<string, unknown>> }
  const said = set['n8n']?.['timezone']
  return said === 'UTC' ? undefined : said
}

function updated(ground: Ground, wish: Wish, name: string, work: (bench: CrashHarness) => Promise<unknown>): Case {
  return make(ground, `update, ${wish}: ${name}`, async (bench) => {
    await ground.gm.deploy(bench.world)
    const data = await bench.data()
    const wanted = await work(bench)
    await bench.demandWhole(ground.reference)
    expect(await timezone(bench), 'what is wanted').to.equal(wanted)
    expect(await bench.data(), 'what holds data').to.include.members(data.filter((id) => !id.includes('/bundles/')))
    await ground.gm.destroy(bench.world)
  })
}

function nameOf({ when, operation, nth }: Point): string {
  return `${when} ${operation} ${nth}`
}
