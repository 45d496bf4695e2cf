// The only file that knows tsyringe: tokens to factories, contributions under their extension points, a child a run.
// No decorated classes: with two copies of a package, decorators and `instanceof` break.
import 'reflect-metadata'
import type { Clock, Orchestrator, PreflightCheck, RunEvent, Service, Sink, Tier } from '@geuse/plugin-api'
import {
  container as root,
  type DependencyContainer,
  type InjectionToken,
  instancePerContainerCachingFactory,
} from 'tsyringe'
import type { Environment } from './config/environment.js'
import type { Host } from './app/host.js'
import { logSink, openLog, runWriter } from './log/log.js'
import { type Clients, createClients } from './aws/client/clients.js'
import type { Connection } from './aws/client/connection.js'
import { loadRegistry, type PluginHost, type Registry } from './contributions/index.js'
import { orchestrator, type OrchestratorInputs } from './engine/orchestrator.js'
import { FileStore } from './state/file-store.js'
import { type Home, homeAt } from './state/home.js'
import type { Settings } from './state/settings.js'
import type { Store } from './state/store.js'
import { systemClock } from './app/system-clock.js'

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
  clients: token<(connection: Connection) => Clients>('clients'),
  record: token<(event: RunEvent) => void>('record'),
  service: token<Service>('service'),
  tier: token<Tier>('tier'),
  check: token<PreflightCheck>('check'),
  sink: token<Sink>('sink'),
  inputs: token<OrchestratorInputs>('inputs'),
  orchestrator: (tier: string) => token<Orchestrator>(`orchestrator.${tier}`),
}

/** What the outer world hands in. */
export interface ContainerInputs {
  readonly environment: Environment
  readonly settings: Settings
  /** oclif's config. */
  readonly plugins: PluginHost
}

/** @returns a container of its own; `dispose()` it at the end */
export function createContainer(inputs: ContainerInputs): DependencyContainer {
  const container = root.createChildContainer()
  container.register(tokens.environment, { useValue: inputs.environment })
  container.register(tokens.settings, { useValue: inputs.settings })
  container.register(tokens.plugins, { useValue: inputs.plugins })
  container.register(tokens.clock, { useValue: systemClock })
  container.register(tokens.clients, { useValue: createClients })
  once(container, tokens.home, (c) => homeAt(c.resolve(tokens.environment).home))
  once(container, tokens.store, (c) => new FileStore(c.resolve(tokens.home)))
  once(container, tokens.record, recorder)
  once(container, tokens.registry, async (c) => contributed(c, await loadRegistry(c.resolve(tokens.plugins))))
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
    clients: container.resolve(tokens.clients),
    record: container.resolve(tokens.record),
    orchestrator: (tier, inputs) => orchestratorOf(container, tier, inputs),
    now: () => new Date(clock.now()).toISOString(),
  }
}

function once<T>(
  container: DependencyContainer,
  name: InjectionToken<T>,
  make: (container: DependencyContainer) => T,
): void {
  container.register(name, { useFactory: instancePerContainerCachingFactory(make) })
}

function contributed(container: DependencyContainer, registry: Registry): Registry {
  for (const { item } of registry.services.values()) container.register(tokens.service, { useValue: item })
  for (const { item } of registry.checks.values()) container.register(tokens.check, { useValue: item })
  for (const { item } of registry.sinks.values()) container.register(tokens.sink, { useValue: item })
  for (const { item } of registry.tiers.values()) registerTier(container, item)
  return registry
}

function registerTier(container: DependencyContainer, tier: Tier): void {
  container.register(tokens.tier, { useValue: tier })
  container.register(tokens.orchestrator(tier.id), {
    useFactory: (c) => {
      const base = orchestrator(c.resolve(tokens.inputs))
      return tier.orchestrate?.(base) ?? base
    },
  })
}

function orchestratorOf(
  container: DependencyContainer,
  tier: Tier | undefined,
  inputs: OrchestratorInputs,
): Orchestrator {
  const run = container.createChildContainer()
  run.register(tokens.inputs, { useValue: inputs })
  const own = tier === undefined ? undefined : tokens.orchestrator(tier.id)
  return own !== undefined && run.isRegistered(own, true) ? run.resolve(own) : orchestrator(inputs)
}

function recorder(container: DependencyContainer): (event: RunEvent) => void {
  const home = container.resolve(tokens.home)
  const { debug } = container.resolve(tokens.environment)
  const now = (): number => container.resolve(tokens.clock).now()
  const file = runWriter(home)
  let log: Sink | undefined
  return (event) => {
    log ??= logSink(openLog({ home, now, debug }, { correlation_id: event.run }))
    file.listen(event)
    log.listen(event)
  }
}
