// The world of gm as a command makes it, with three things swapped: its clock runs faster, and every call to AWS and
// every write of a document goes through the life of the process that it stands for.
import { Config } from '@oclif/core'
import {
  createContainer,
  ensureHome,
  type Host,
  hostOf,
  homeAt,
  type PluginHost,
  readEnvironment,
  readSettings,
  tokens,
} from '@geuse/core'
import { callName, type KillSwitch } from './kill-switch.js'
import { root, type TestAccount } from './test-account.js'

/** How many times faster than the wall's the clock of gm runs; fewer on a machine that is short of cores. */
export const hostSpeed = Number(process.env['GM_HOST_SPEED'] ?? 40)

const services = ['acm', 'cloudfront', 'ec2', 'efs', 'elbv2', 'iam', 'pricing', 'route53', 'ssm', 'sts'] as const

/** A process of gm in this process. */
export interface ProcessHost {
  readonly host: Host
  /** Closes connections. */
  close(): void
}

/**
 * @param world account and home
 * @param life of the process
 */
export async function processHost(world: TestAccount, life: KillSwitch): Promise<ProcessHost> {
  const environment = await readEnvironment(world.env())
  await ensureHome(homeAt(environment.home))
  const container = createContainer({
    environment,
    settings: await readSettings(homeAt(environment.home).settings),
    plugins: await plugins(),
  })
  const [store, createClients] = [container.resolve(tokens.store), container.resolve(tokens.createClients)]
  container.register(tokens.store, { useValue: mortalStore(store, life) })
  container.register(tokens.clock, {
    useValue: {
      now: () => scaledNow() + world.aheadMs,
      sleep: (ms: number, signal?: AbortSignal) => life.sleep(ms / hostSpeed, signal),
    },
  })
  container.register(tokens.createClients, {
    useValue: (connection) => mortalClients(createClients(connection), life),
  })
  return {
    host: hostOf(container),
    close: () => void container.dispose(),
  }
}

type Store = Host['store']
type Clients = ReturnType<Host['openRun']>['clients']

let loaded: Promise<PluginHost> | undefined

function plugins(): Promise<PluginHost> {
  return (loaded ??= Config.load({ root }).then((config) => config as unknown as PluginHost))
}

const start = Date.now()

function scaledNow(): number {
  return start + (Date.now() - start) * hostSpeed
}

function mortalStore(store: Store, life: KillSwitch): Store {
  return {
    list: () => life.guard(() => store.list()),
    load: (name) => life.guard(() => store.load(name)),
    save: (document) => life.guard(() => store.save(document)),
    remove: (name) => life.guard(() => store.remove(name)),
  }
}

interface Sent {
  readonly input?: unknown
}

type Send = (args: Sent) => Promise<unknown>

function mortalClients(clients: Clients, life: KillSwitch): Clients {
  const mortal = { ...clients }
  for (const service of services) {
    const made = new Map<string | undefined, Promise<unknown>>()
    const open = async (region?: string): Promise<unknown> => {
      const client = (await clients[service](region)) as unknown as {
        middlewareStack: { add(middleware: unknown, options: object): void }
      }
      const middleware =
        (next: Send, { commandName = '' }: { commandName?: string }) =>
        (args: Sent) =>
          life.call(callName(commandName.replace(/Command$/, ''), args.input), () => next(args))
      client.middlewareStack.add(middleware, { step: 'finalizeRequest', priority: 'low', name: 'life' })
      return client
    }
    const once = (region?: string): Promise<unknown> => {
      const client = made.get(region) ?? open(region)
      made.set(region, client)
      return client
    }
    Object.assign(mortal, { [service]: once })
  }
  return mortal
}
