// The two ways in which gm is run and killed: as a process that gets SIGKILL while the account holds a call back, and
// in this process, where killing costs nothing and so every call can have its turn.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Point } from '../support/kill-switch.js'
import { type End, gmDeploy, gmDestroy, gmStop, stack } from '../support/killable-gm.js'
import { ruleAt } from './points.js'
import { small, type TestAccount } from '../support/test-account.js'

/** Deploys, stops and destroys the stack, data included unless told otherwise; killed at a point or to the end. */
export interface Gm {
  readonly name: string
  deploy(world: TestAccount, point?: Point): Promise<End>
  stop(world: TestAccount, point?: Point): Promise<End>
  destroy(world: TestAccount, point?: Point, deleteData?: boolean): Promise<End>
}

/** In this process. */
export const insideGm: Gm = { name: 'inside', deploy: gmDeploy, stop: gmStop, destroy: gmDestroy }

/** @returns gm in this process, for stacks of a tier */
export function insideWith(tier: string): Gm {
  return { ...insideGm, name: `inside, ${tier}`, deploy: (world, point) => gmDeploy(world, point, { tier }) }
}

/** With an instance that can be stopped. */
export const onDemandGm: Gm = {
  ...insideGm,
  name: 'inside, on-demand',
  deploy: (world, point) => gmDeploy(world, point, { tier: 'dev', 'on-demand': true }),
}

/** @returns the same, under a domain of the person's own */
export function insideUnderDomain(tier: string): Gm {
  return {
    ...insideGm,
    name: `inside, ${tier} --domain`,
    deploy: async (world, point) => {
      const domain = { domain: 'n8n.example.com', 'hosted-zone': await hostedZone(world) }
      return gmDeploy(world, point, { tier, ...domain })
    },
  }
}

/** @returns the id of the account's zone, which is made where there is none */
async function hostedZone(world: TestAccount): Promise<string> {
  const { HostedZones } = await world.call<{ HostedZones: { Id: string }[] }>('route53', 'list_hosted_zones')
  const asked = { Name: 'example.com', CallerReference: 'a' }
  const made = async () => world.call<{ HostedZone: { Id: string } }>('route53', 'create_hosted_zone', asked)
  const { Id } = HostedZones[0] ?? (await made()).HostedZone
  return Id.replace('/hostedzone/', '')
}

/** As a process. */
export const processGm: Gm = {
  name: 'process',
  deploy: (world, point) => run(world, ['deploy', stack, ...small], point),
  stop: (world, point) => run(world, ['stop', stack, '--yes'], point),
  destroy: (world, point, deleteData = true) =>
    run(world, ['destroy', stack, ...(deleteData ? ['--delete-data'] : []), '--yes'], point),
}

async function run(world: TestAccount, args: readonly string[], point: Point | undefined): Promise<End> {
  const rule = point && world.account.faults.add({ ...ruleAt(point), effect: `hang-${point.when}` })
  const { child, ended } = world.start(args)
  const over = new AbortController()
  const end = ended.finally(() => over.abort())
  if (rule !== undefined) void killWhenHung(world, over.signal, () => child.kill('SIGKILL'))
  const { code, signal, stderr } = await end
  world.account.faults.remove()
  if (signal === 'SIGKILL') return 'died'
  if (code !== 0) throw new Error(`gm ${args.join(' ')} ended with code ${code}:\n${stderr}`)
  return 'ended'
}

async function killWhenHung(world: TestAccount, over: AbortSignal, kill: () => void): Promise<void> {
  const since = world.account.calls().length
  while (!over.aborted) {
    if (
      world.account
        .calls()
        .slice(since)
        .some(({ hung }) => hung === true)
    )
      return kill()
    await sleep(10)
  }
}
