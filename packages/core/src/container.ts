// The only file that knows tsyringe: tokens to factories, contributions under their extension points, a child for each
// run. What only some commands need (plugins, engine, log, AWS) is loaded when it is resolved. No decorated classes:
// with two copies of a package, decorators and `instanceof` break.
import 'reflect-metadata'
import type { Clock, MakesFrom, Orchestrator, PreflightCheck, Service, Sink, Tier } from '@geuse/plugin-api'
import {
  container as root,
  type DependencyContainer,
  type InjectionToken,
  instancePerContainerCachingFactory,
  Lifecycle,
} from 'tsyringe'
import type { Host, RunScope } from './app/host.js'
import { systemClock } from './app/system-clock.js'
import { type Clients, createClients } from './aws/client/clients.js'
import type { Connection } from './aws/client/connection.js'
import type { Environment } from './config/environment.js'
import type { PluginHost, Registered, Registry } from './contributions/index.js'
import { FileStore } from './state/file-store.js'
import { type Home, homeAt } from './state/home.js'
import type { Settings } from './state/settings.js'
import type { Store } from './state/store.js'

function token<T>(name: string): InjectionToken<T> {
  return Symbol.for(`geuse.${name}`) as InjectionToken<T>
}

/** What can be resolved, and swapped in a test. */
export const tokens = {
  environment: token<Environment>('environment'),
  settings: token<Settings>('settings'),
  home: token<Home>('home'),
  clock: token<Clock>('clock'),
  store: token<Store>('store'),
  plugins: token<PluginHost>('plugins'),
  registry: token<Promise<Registry>>('registry'),
  /** Contributions, each under its extension point, with the plugin that it is from. */
  service: token<Registered<Service>>('service'),
  tier: token<Registered<Tier>>('tier'),
  resource: token<Registered<MakesFrom<never, unknown>>>('resource'),
  check: token<Registered<PreflightCheck>>('check'),
  /** All that hear the events of a run: the host's own and contributed ones. */
  sink: token<Promise<Sink>>('sink'),
  createClients: token<(connection: Connection) => Clients>('createClients'),
  /** Of a run: where AWS is asked, and its clients, closed with the run's container. */
  connection: token<Connection>('connection'),
  clients: token<Clients>('clients'),
  /** Of a run: the host's own orchestrator, and what a tier makes of it. */
  hostOrchestrator: token<Orchestrator>('hostOrchestrator'),
  orchestrator: (tier: string) => token<Orchestrator>(`orchestrator.${tier}`),
  closers: token<Closers>('closers'),
}

/**
 * tsyringe disposes of what it constructs, and of nothing that a factory made: that is closed by the one of these that
 * each container constructs.
 */
class Closers {
  readonly #closers: (() => void | Promise<void>)[] = []

  add(close: () => void | Promise<void>): void {
    this.#closers.push(close)
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close()))
  }
}

/** What the outer world hands in. */
export interface ContainerInputs {
  readonly environment: Environment
  readonly settings: Settings
  /** oclif's config. */
  readonly plugins: PluginHost
}

/** @returns a container of its own; `dispose()` closes what was opened in it and in its runs */
export function createContainer(inputs: ContainerInputs): DependencyContainer {
  const container = root.createChildContainer()
  container.register(tokens.closers, { useClass: Closers }, { lifecycle: Lifecycle.ContainerScoped })
  container.register(tokens.environment, { useValue: inputs.environment })
  container.register(tokens.settings, { useValue: inputs.settings })
  container.register(tokens.plugins, { useValue: inputs.plugins })
  container.register(tokens.clock, { useValue: systemClock })
  container.register(tokens.createClients, { useValue: createClients })
  once(container, tokens.home, (c) => homeAt(c.resolve(tokens.environment).home))
  once(container, tokens.store, (c) => new FileStore(c.resolve(tokens.home)))
  once(container, tokens.registry, contributions)
  once(container, tokens.sink, runFile)
  once(container, tokens.sink, structuredLog)
  once(container, tokens.clients, openClients)
  return container
}

/** @returns the world as use cases see it */
export function hostOf(container: DependencyContainer): Host {
  const clock = container.resolve(tokens.clock)
  return {
    environment: container.resolve(tokens.environment),
    settings: container.resolve(tokens.settings),
    home: container.resolve(tokens.home),
    clock,
    store: container.resolve(tokens.store),
    registry: () => container.resolve(tokens.registry),
    openRun: (connection) => openRun(container, connection),
    now: () => new Date(clock.now()).toISOString(),
  }
}

/** One for each container that asks: what is of a run is made anew in its child. */
function once<T>(
  container: DependencyContainer,
  name: InjectionToken<T>,
  make: (container: DependencyContainer) => T,
): void {
  container.register(name, { useFactory: instancePerContainerCachingFactory(make) })
}

/** Registers what plugins contribute, and reads the registry from what is then registered. */
async function contributions(container: DependencyContainer): Promise<Registry> {
  const { byId, loadRegistry } = await import('./contributions/index.js')
  const found = await loadRegistry(container.resolve(tokens.plugins))
  for (const one of found.services.values()) container.register(tokens.service, { useValue: one })
  for (const one of found.tiers.values()) container.register(tokens.tier, { useValue: one })
  for (const one of found.resources.values()) container.register(tokens.resource, { useValue: one })
  for (const one of found.checks.values()) container.register(tokens.check, { useValue: one })
  for (const { item } of found.sinks.values()) container.register(tokens.sink, { useValue: Promise.resolve(item) })
  const tiers = every(container, tokens.tier)
  for (const { item } of tiers) registerOrchestrator(container, item)
  return {
    ...found,
    services: byId(every(container, tokens.service), ({ id }) => id),
    tiers: byId(tiers, ({ id }) => id),
    resources: byId(every(container, tokens.resource), ({ type }) => type),
    checks: byId(every(container, tokens.check), ({ id }) => id),
  }
}

function every<T>(container: DependencyContainer, name: InjectionToken<T>): T[] {
  return container.isRegistered(name, true) ? container.resolveAll(name) : []
}

function registerOrchestrator(container: DependencyContainer, tier: Tier): void {
  once(container, tokens.orchestrator(tier.id), (run) => {
    const base = run.resolve(tokens.hostOrchestrator)
    return tier.orchestrate?.(base) ?? base
  })
}

function loadEngine() {
  return import('./engine/orchestrator.js')
}

function loadLog() {
  return import('./log/log.js')
}

function openRun(container: DependencyContainer, connection: Connection): RunScope {
  const run = container.createChildContainer()
  container.resolve(tokens.closers).add(() => run.dispose())
  run.register(tokens.connection, { useValue: connection })
  const clients = run.resolve(tokens.clients)
  return {
    clients,
    preload: () => clients.preload(loadEngine, loadLog, clients.ec2, clients.efs, clients.ssm, clients.iam),
    sinks: () => Promise.all(every(run, tokens.sink)),
    orchestrator: async (tier, inputs) => {
      const { orchestrator } = await loadEngine()
      // A run that goes back has two: what was wanted, and what was there.
      const one = run.createChildContainer()
      one.register(tokens.hostOrchestrator, { useValue: orchestrator(inputs) })
      const own = tier === undefined ? undefined : tokens.orchestrator(tier.id)
      return one.resolve(own !== undefined && one.isRegistered(own, true) ? own : tokens.hostOrchestrator)
    },
  }
}

function openClients(run: DependencyContainer): Clients {
  const clients = run.resolve(tokens.createClients)(run.resolve(tokens.connection))
  run.resolve(tokens.closers).add(() => clients.close())
  return clients
}

async function runFile(container: DependencyContainer): Promise<Sink> {
  const { runWriter } = await loadLog()
  return runWriter(container.resolve(tokens.home))
}

async function structuredLog(container: DependencyContainer): Promise<Sink> {
  const { logSink, openLog } = await loadLog()
  const home = container.resolve(tokens.home)
  const { debug } = container.resolve(tokens.environment)
  const clock = container.resolve(tokens.clock)
  let sink: Sink | undefined
  const open = (run: string): Sink => logSink(openLog({ home, now: () => clock.now(), debug }, { correlation_id: run }))
  return { id: 'log', listen: (event) => (sink ??= open(event.run)).listen(event) }
}
