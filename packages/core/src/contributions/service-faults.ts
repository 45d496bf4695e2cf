// What one service says about itself must hang together: a probe on a declared port, an offer's own secret, block
// storage with the hooks that save it.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Service } from '@geuse/plugin-api'

/**
 * @param service a declaration that has passed `serviceSchema`
 * @returns what is wrong with it, a sentence each; nothing is called but what is plain data
 */
export function serviceFaults(service: Service): string[] {
  return [
    ...probeFaults(service),
    ...ingressFaults(service),
    ...offerFaults(service),
    ...useFaults(service),
    ...volumeFaults(service),
    ...scriptFaults(service),
  ]
}

function probeFaults({ probes, ports }: Service): string[] {
  return probes.flatMap((probe, index) =>
    probe.kind === 'exec' || Object.hasOwn(ports, probe.port)
      ? []
      : [`probes.${index}: port '${probe.port}' is not declared in ports`],
  )
}

function ingressFaults({ ingress, ports }: Service): string[] {
  if (ingress === undefined) return []
  if (!Object.hasOwn(ports, ingress.port)) return [`ingress: port '${ingress.port}' is not declared in ports`]
  return []
}

function offerFaults({ offers = {}, ports, secrets = {} }: Service): string[] {
  return Object.entries(offers).flatMap(([name, { port, secret }]) => [
    ...(Object.hasOwn(ports, port) ? [] : [`offers.${name}: port '${port}' is not declared in ports`]),
    ...(secret === undefined || Object.hasOwn(secrets, secret)
      ? []
      : [`offers.${name}: secret '${secret}' is not declared in secrets`]),
  ])
}

function useFaults({ id, uses = {}, secrets = {} }: Service): string[] {
  return Object.entries(uses).flatMap(([name, offer]) => [
    ...(offer.split('.')[0] === id ? [`uses.${name}: a service cannot use its own offer '${offer}'`] : []),
    ...(Object.hasOwn(secrets, name) ? [`uses.${name}: it would share its name with the secret '${name}'`] : []),
  ])
}

function volumeFaults({ volumes = {}, hooks = {} }: Service): string[] {
  const missing = (['checkpoint', 'restore'] as const).filter((hook) => hooks[hook] === undefined)
  return Object.entries(volumes).flatMap(([name, { kind }]) =>
    kind === 'block' && missing.length > 0
      ? [`volumes.${name}: block storage needs the hooks ${missing.join(' and ')}`]
      : [],
  )
}

function scriptFaults({ offers = {}, jobs = {}, hooks = {} }: Service): string[] {
  const scripts: [string, URL | undefined][] = [
    ...Object.entries(offers).map(([name, offer]): [string, URL | undefined] => [
      `offers.${name}.provision`,
      offer.provision,
    ]),
    ...Object.entries(jobs).map(([name, job]): [string, URL | undefined] => [`jobs.${name}.run`, job.run]),
    ...Object.entries(hooks).map(([name, url]): [string, URL | undefined] => [`hooks.${name}`, url]),
  ]
  return scripts.flatMap(([where, url]) =>
    url === undefined || existsSync(url) ? [] : [`${where}: there is no file ${fileURLToPath(url)}`],
  )
}
