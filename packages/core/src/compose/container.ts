// One container of a service as a service of the compose document.
import type { Container, Healthcheck, InstanceShape, Service } from '@geuse/plugin-api'
import { containerName } from '../model/container-name.js'
import type { Composed } from './composed.js'
import { bind, type Bind, type ComposeHealthcheck, type ComposeService } from './compose-types.js'
import { hardening, loopback } from './hardening.js'
import { networksOf } from './networks.js'
import { filesRoot, secretsRoot, volumePath } from './paths.js'

/**
 * Writes one container.
 * @param composed its service
 * @param name its name within the service; `main` alone publishes the service's ports
 * @param instance whether there is a GPU to reserve
 */
export function composeContainer(composed: Composed, name: string, instance: InstanceShape): ComposeService {
  const { service, containers } = composed
  const container = containers[name] as Container
  const check = container.healthcheck ?? checkFromProbe(service, name)
  return {
    container_name: containerName(service.id, name),
    image: container.image,
    ...given(container),
    ...(name === 'main' ? { ports: publishedPorts(service).map(loopback) } : {}),
    networks: networksOf(composed, name),
    volumes: binds(service, container),
    ...(check === undefined ? {} : { healthcheck: healthcheck(check) }),
    ...dependsOn(service, container),
    ...(container.gpu === true && instance.gpu ? { deploy: oneGpu } : {}),
    ...hardening(container),
  }
}

/** @returns ports on the instance's loopback, lowest first */
export function publishedPorts(service: Service): number[] {
  return Object.values(service.ports)
    .filter((port) => typeof port === 'number')
    .sort((a, b) => a - b)
}

const oneGpu = {
  resources: { reservations: { devices: [{ driver: 'nvidia', count: 1, capabilities: ['gpu'] }] } },
} as const

/** What the document takes over as the declaration has it. */
function given(container: Container): Partial<ComposeService> {
  const { user, entrypoint, command, environment, tmpfs, shmMiB, pids, readOnly, stopSeconds } = container
  return {
    ...(user === undefined ? {} : { user }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
    ...(environment === undefined ? {} : { environment: sorted(environment) }),
    ...(tmpfs === undefined ? {} : { tmpfs }),
    ...(shmMiB === undefined ? {} : { shm_size: `${shmMiB}m` }),
    ...(pids === undefined ? {} : { pids_limit: pids }),
    ...(readOnly === true ? { read_only: true as const } : {}),
    ...(stopSeconds === undefined ? {} : { stop_grace_period: `${stopSeconds}s` }),
  }
}

/** @returns the same record with its keys in order */
export function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Binds of a container's volumes, files and secrets, by target. */
function binds(service: Service, container: Container): Bind[] {
  const volumes = Object.entries(container.volumes ?? {}).flatMap(([name, target]) => {
    const volume = service.volumes?.[name]
    return volume === undefined || target === undefined
      ? []
      : [bind(volumePath(service.id, name, volume), target, false)]
  })
  const files = Object.entries(container.files ?? {}).map(([name, target]) =>
    bind(`${filesRoot}/${service.id}/${name}`, target, true),
  )
  const secrets = (container.secrets ?? []).map((name) =>
    bind(`${secretsRoot}/${service.id}/${name}`, `/run/secrets/${name}`, true),
  )
  return [...volumes, ...files, ...secrets].sort((a, b) => (a.target < b.target ? -1 : 1))
}

function checkFromProbe(service: Service, name: string): Healthcheck | undefined {
  const probe = service.probes.find((one) => one.kind === 'exec' && (one.container ?? 'main') === name)
  return probe?.kind === 'exec' ? { command: probe.command, timeoutSeconds: probe.timeoutSeconds } : undefined
}

/**
 * Every 2 seconds while it starts, so that nothing waits longer than it must; then rarely, as each check is a process.
 */
export function healthcheck(check: Healthcheck): ComposeHealthcheck {
  return {
    test: ['CMD', ...check.command],
    interval: `${check.intervalSeconds ?? 15}s`,
    timeout: `${check.timeoutSeconds ?? 5}s`,
    retries: check.retries ?? 3,
    start_period: `${check.startPeriodSeconds ?? 120}s`,
    start_interval: '2s',
  }
}

function dependsOn(service: Service, { after = [] }: Container): Pick<ComposeService, 'depends_on'> {
  if (after.length === 0) return {}
  return {
    depends_on: Object.fromEntries(
      after.map((name) => [containerName(service.id, name), { condition: 'service_healthy' }]),
    ),
  }
}
