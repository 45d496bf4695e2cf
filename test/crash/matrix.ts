// All cases: made of a deploy and a destroy that nothing disturbed, one of each for each kind of network.
import type { Point } from '../support/kill-switch.js'
import { counts } from '../support/test-account.js'
import { type CrashHarness, type Network, networks, type Baseline } from './crash-harness.js'
import { answersLost, broughtBack, type Case, type Ground, givenUp, killed, sleptOver, stopped } from './cases.js'
import { type Gm, insideGm, insideUnderDomain, insideWith, processGm } from './gm.js'
import { mutatingPoints, oneAnOperation, pairs, readingPoints, type Seen } from './points.js'

interface Undisturbed {
  readonly reference: Baseline
  readonly deploy: readonly Seen[]
  /** Of a stack that is deployed again before it is destroyed. */
  readonly stop: readonly Seen[]
  readonly destroy: readonly Seen[]
}

/** What only a destroy with `--delete-data` calls. */
const ofData: readonly string[] = ['DeleteFileSystem', 'DeleteParameters']

/** How much is tried. */
export interface Extent {
  /** Every call as a process too, not only each operation once. */
  readonly allProcesses: boolean
  /** Every call of every tier, not only those of operations that no stack of the tier before it asks for. */
  readonly allTiers: boolean
}

/** @returns every case */
export async function matrix(bench: CrashHarness, { allProcesses, allTiers }: Extent): Promise<Case[]> {
  const cases: Case[] = []
  const known = new Set<string>()
  for (const network of networks) {
    const { reference, deploy, stop, destroy } = await undisturbed(bench, network)
    const ground = { network, gm: insideGm, reference }
    // In a network of its own a stack has everything that it has in an adopted one, and more.
    const whole = network === 'made'
    cases.push(
      killedAtReadings(ground, reads(deploy, whole), reads(destroy, whole)),
      ...killedAtChanges(ground, deploy, destroy),
      ...lostCases(ground, deploy, destroy),
    )
    if (whole) cases.push(...changedMinds(ground, deploy, destroy), ...nights(ground, deploy), ...stops(ground, stop))
    if (allProcesses || whole) cases.push(...processCases({ ...ground, gm: processGm }, deploy, destroy, allProcesses))
    for (const { operation } of [...deploy, ...destroy]) known.add(operation)
  }
  for (const gm of otherTiers) cases.push(...(await tierCases(bench, gm, allTiers ? new Set() : known)))
  return cases
}

/** Each stands on what the one before it is made of. */
const otherTiers = [insideWith('automation'), insideWith('cdn'), insideUnderDomain('cdn')]

/** Cases of what a tier adds, in a network of its own. @param known operations that need no trial; this tier's join */
async function tierCases(bench: CrashHarness, gm: Gm, known: Set<string>): Promise<Case[]> {
  const { reference, ...calls } = await undisturbed(bench, 'made', gm)
  const isNew = ({ operation }: Seen): boolean => !known.has(operation)
  const [deploy, destroy] = [calls.deploy.filter(isNew), calls.destroy.filter(isNew)]
  for (const { operation } of [...deploy, ...destroy]) known.add(operation)
  const ground: Ground = { network: 'made', gm, reference }
  return [
    killedAtReadings(ground, reads(deploy, false), reads(destroy, false)),
    ...killedAtChanges(ground, deploy, destroy),
    ...lostCases(ground, deploy, destroy),
  ]
}

/** @returns cases in which every answer to a change is lost once; calls of one operation are in different ones */
export function lostCases(ground: Ground, deploy: readonly Seen[], destroy: readonly Seen[]): Case[] {
  const after = (calls: readonly Seen[], nth: number): Point[] =>
    mutatingPoints(calls).filter((point) => point.when === 'after' && point.nth === nth)
  const most = Math.max(...mutatingPoints([...deploy, ...destroy]).map(({ nth }) => nth))
  const all = Array.from({ length: most }, (_, index) => [after(deploy, index + 1), after(destroy, index + 1)] as const)
  return all.filter(([a, b]) => a.length + b.length > 0).map(([a, b]) => answersLost(ground, a, b))
}

/** @returns what it is like when nothing happens */
export async function undisturbed(bench: CrashHarness, network: Network, gm: Gm = insideGm): Promise<Undisturbed> {
  let result: Undisturbed | undefined
  await bench.use(network, async () => {
    const empty = counts(await bench.inventory.look())
    const calls = (): Seen[] => [...bench.world.account.calls()]
    const before = calls().length
    await gm.deploy(bench.world)
    const deploy = calls().slice(before)
    const reference = { whole: counts(await bench.inventory.look()), empty }
    await gm.stop(bench.world)
    const stop = calls().slice(before + deploy.length)
    await gm.deploy(bench.world)
    const until = calls().length
    await gm.destroy(bench.world)
    await bench.demandEmpty(reference)
    result = { reference, deploy, stop, destroy: calls().slice(until) }
    return true
  })
  return result as Undisturbed
}

function killedAtChanges(ground: Ground, deploy: readonly Seen[], destroy: readonly Seen[]): Case[] {
  return pairs(mutatingPoints(deploy), mutatingPoints(destroy)).map(([a, b]) => killed(ground, [a], [b]))
}

/** A reading leaves nothing behind, so that one run after the other may die of the next one. */
const killedAtReadings = killed

/** @returns every reading, or the first of each kind */
function reads(calls: readonly Seen[], every: boolean): readonly Point[] {
  return readingPoints(calls).filter(({ nth }) => every || nth === 1)
}

/** A night after every change, and after each kind of reading. */
function nights(ground: Ground, deploy: readonly Seen[]): Case[] {
  return [...mutatingPoints(deploy), ...reads(deploy, false)].map((point) => sleptOver(ground, point))
}

/** Every change and every kind of reading of a stop; what comes after it is tried by turns. */
function stops(ground: Ground, stop: readonly Seen[]): Case[] {
  return [...mutatingPoints(stop), ...reads(stop, false)].map((point, index) => stopped(ground, point, index % 2 === 0))
}

function changedMinds(ground: Ground, deploy: readonly Seen[], destroy: readonly Seen[]): Case[] {
  const withoutData = mutatingPoints(destroy).filter(({ operation }) => !ofData.includes(operation))
  return [
    ...oneAnOperation(mutatingPoints(deploy)).map((point) => givenUp(ground, point)),
    ...oneAnOperation(withoutData).map((point) => broughtBack(ground, point)),
  ]
}

function processCases(ground: Ground, deploy: readonly Seen[], destroy: readonly Seen[], all: boolean): Case[] {
  const some = (calls: readonly Seen[]): readonly Point[] =>
    all ? mutatingPoints(calls) : oneAnOperation(mutatingPoints(calls))
  return [
    killedAtReadings(ground, reads(deploy, false), reads(destroy, false)),
    ...pairs(some(deploy), some(destroy)).map(([a, b]) => killed(ground, [a], [b])),
  ]
}
