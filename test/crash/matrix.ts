// All cases: made of a deploy and a destroy that nothing disturbed, one of each for each kind of network.
import type { Point } from '../support/life.js'
import { counts } from '../support/world.js'
import { type Bench, type Network, networks, type Reference } from './bench.js'
import { answersLost, type Case, type Ground, givenUp, killedTwice, wantedBack } from './cases.js'
import { insideGm, processGm } from './gm.js'
import { mutatingPoints, readingPoints, type Seen } from './points.js'

interface Undisturbed {
  readonly reference: Reference
  readonly deploy: readonly Seen[]
  readonly destroy: readonly Seen[]
}

/** @returns every case; `allProcesses`: every call is a case as a process too, not only each operation once */
export async function matrix(bench: Bench, allProcesses: boolean): Promise<Case[]> {
  const cases: Case[] = []
  for (const network of networks) {
    const { reference, deploy, destroy } = await undisturbed(bench, network)
    const inside = { network, gm: insideGm, reference }
    const [deployPoints, destroyPoints] = [pointsOf(deploy), pointsOf(destroy)]
    const ofProcess = allProcesses ? (points: readonly Point[]): readonly Point[] => points : oneAnOperation
    cases.push(
      ...insideCases(inside, deployPoints, destroyPoints),
      ...lostCases(inside, deploy, destroy),
      ...pairs(ofProcess(deployPoints), ofProcess(destroyPoints)).map(([a, b]) => killedTwice({ ...inside, gm: processGm }, a, b)),
    )
  }
  return cases
}

/** Lost answers alone. */
export function lostCases(ground: Ground, deploy: readonly Seen[], destroy: readonly Seen[]): Case[] {
  const after = (calls: readonly Seen[]): Point[] => mutatingPoints(calls).filter(({ when }) => when === 'after')
  return pairs(after(deploy), after(destroy)).map(([a, b]) => answersLost(ground, a, b))
}

/** @returns what it is like when nothing happens */
export async function undisturbed(bench: Bench, network: Network): Promise<Undisturbed> {
  await bench.renew(network)
  const empty = counts(await bench.witness.look())
  await insideGm.deploy(bench.world)
  const deploy = [...bench.world.account.calls()]
  const whole = counts(await bench.witness.look())
  await insideGm.destroy(bench.world)
  const reference = { whole, empty }
  await bench.demandEmpty(reference)
  return { reference, deploy, destroy: bench.world.account.calls().slice(deploy.length) }
}

function insideCases(ground: Ground, deploy: readonly Point[], destroy: readonly Point[]): Case[] {
  return [
    ...pairs(deploy, destroy).map(([a, b]) => killedTwice(ground, a, b)),
    ...deploy.map((point) => givenUp(ground, point)),
    ...destroy.map((point) => wantedBack(ground, point)),
  ]
}

function pointsOf(calls: readonly Seen[]): Point[] {
  return [...mutatingPoints(calls), ...readingPoints(calls)]
}

/** Each operation once, before and after by turns. */
function oneAnOperation(points: readonly Point[]): Point[] {
  const operations = [...new Set(points.map(({ operation }) => operation))]
  return operations.flatMap((operation, index) => {
    const own = points.filter((point) => point.operation === operation)
    return own[Math.min(index % 2, own.length - 1)] ?? []
  })
}

/** Each of both at least once, the shorter list from its start again. */
function pairs<T>(a: readonly T[], b: readonly T[]): (readonly [T, T])[] {
  const length = Math.max(a.length, b.length)
  return Array.from({ length }, (_, index) => [a[index % a.length] as T, b[index % b.length] as T] as const)
}
