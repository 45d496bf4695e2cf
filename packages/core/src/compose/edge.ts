// The reverse proxy: the one container that the world can reach. Core alone builds it, so that no plugin can open a
// port.
import { isIP } from 'node:net'
import type { Front, Service, Site } from '@geuse/plugin-api'
import { portNumber } from '../model/port-number.js'
import { bind, type ComposeService } from './compose-types.js'
import { healthcheck } from './container.js'
import { originHeader, originSecret as secret } from '../model/origin-secret.js'
import { hardening } from './hardening.js'
import { efsRoot, filesRoot, secretsRoot } from './paths.js'

/** What the reverse proxy is built from. */
export interface EdgeInput extends Pick<Front, 'certificate' | 'originSecret'> {
  readonly primary: Service
  readonly site: Site
}

/** Caddy; 2.10 brought ACME profiles, which certificates for addresses need. */
export const edgeImage = 'caddy:2.11.4'
/** Memory limit in MiB. */
export const edgeMemoryMiB = 128
/** Certificates and their keys: on EFS, so that a new instance does not ask for new ones. */
export const edgeData = { path: `${efsRoot}/edge/data`, uid: 0, mode: 0o700 } as const

const readyPort = 2020
/** The origin secret, in the container. */
const secretPath = '/run/secrets/origin'

/** @returns the container of the reverse proxy, in the network of the primary service */
export function edgeContainer({ primary, site, originSecret = false }: EdgeInput): ComposeService {
  const ports = site.tlsEnd === 'edge' ? [80, 443] : [80]
  return {
    container_name: 'edge',
    image: edgeImage,
    ports: ports.map((port) => `${port}:${port}`),
    networks: [primary.id],
    volumes: [
      bind(edgeData.path, '/data', false),
      bind(`${filesRoot}/edge/Caddyfile`, '/etc/caddy/Caddyfile', true),
      ...(originSecret ? [bind(`${secretsRoot}/${secret.name}`, secretPath, true)] : []),
    ],
    healthcheck: healthcheck({ command: ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${readyPort}/`] }),
    ...hardening({ image: edgeImage, memoryMiB: edgeMemoryMiB, capDrop: ['ALL'] }),
    cap_add: ['NET_BIND_SERVICE'],
  }
}

/** @returns the reverse proxy's configuration */
export function caddyfile(input: EdgeInput): string {
  return [
    ...globals(input),
    '',
    ...publicSite(input),
    '',
    `http://127.0.0.1:${readyPort} {`,
    '\trespond 200',
    '}',
    '',
  ].join('\n')
}

function isBehindProxy(site: Site): boolean {
  return site.hops > 1
}

/**
 * HTTP/3 is off because its UDP port is closed. A client that goes to an address names no host: `default_sni` stands
 * in.
 */
function globals({ primary, site }: EdgeInput): string[] {
  const idle = primary.ingress?.idleSeconds
  return [
    '{',
    '\tadmin off',
    '\tpersist_config off',
    '\tskip_install_trust',
    '\tstorage file_system /data',
    ...(isIP(site.host) === 0 ? [] : [`\tdefault_sni ${site.host}`]),
    '\tservers {',
    '\t\tprotocols h1 h2',
    ...(isBehindProxy(site) ? ['\t\ttrusted_proxies static private_ranges'] : []),
    ...(idle === undefined ? [] : ['\t\ttimeouts {', `\t\t\tidle ${idle}s`, '\t\t}']),
    '\t}',
    '}',
  ]
}

function publicSite(input: EdgeInput): string[] {
  return [`${siteAddress(input)} {`, ...certificateLines(input), ...gate(input), ...proxy(input), '}']
}

/** Behind a load balancer any host name is right: its health checks come by address. */
function siteAddress({ site }: EdgeInput): string {
  if (site.tlsEnd === 'edge') return `https://${site.host}`
  return isBehindProxy(site) ? ':80' : `http://${site.host}`
}

/** A name: what Caddy does by itself. An address: a short-lived certificate, and until there is one its own. */
function certificateLines({ site, certificate }: EdgeInput): string[] {
  if (site.tlsEnd !== 'edge') return []
  if (certificate === 'internal') return ['\ttls internal']
  if (isIP(site.host) === 0) return []
  return [
    '\ttls {',
    '\t\tissuer acme {',
    '\t\t\tdir https://acme-v02.api.letsencrypt.org/directory',
    '\t\t\tprofile shortlived',
    '\t\t}',
    '\t\tissuer internal',
    '\t}',
  ]
}

/** Whoever comes around the proxy that has the secret is refused, but for the load balancer's look at the health. */
function gate({ primary, originSecret = false }: EdgeInput): string[] {
  if (!originSecret) return []
  return [
    '\t@around {',
    `\t\tnot header ${originHeader} {file.${secretPath}}`,
    `\t\tnot path ${primary.ingress?.health ?? '/'}`,
    '\t}',
    '\trespond @around 403',
  ]
}

/**
 * Answers of models come word by word: nothing is held back. Where another proxy ends encryption, the one between may
 * have been asked without it, and says so.
 */
function proxy({ primary, site, originSecret = false }: EdgeInput): string[] {
  const port = portNumber(primary.ports[primary.ingress?.port ?? ''] ?? 0)
  return [
    `\treverse_proxy ${primary.id}:${port} {`,
    '\t\tflush_interval -1',
    ...(site.tlsEnd === 'proxy' ? ['\t\theader_up X-Forwarded-Proto https'] : []),
    ...(originSecret ? [`\t\theader_up -${originHeader}`] : []),
    '\t}',
  ]
}
