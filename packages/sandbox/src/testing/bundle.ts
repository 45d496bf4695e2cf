// A small bundle, as an instance is given it, for tests to break in one place at a time.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { BundleFile } from '../instances/bundle.js'

/** The files of a bundle, by path. */
export type Files = Map<string, BundleFile>

const script = '#!/bin/bash\n'

function table(...rows: string[][]): BundleFile {
  return {
    mode: '0600',
    text: rows.map((row) => `${row.join('\t')}\n`).join(''),
  }
}

const compose = `services:
  n8n:
    image: n8nio/n8n:2.46.5
    mem_limit: 1g
    user: 1000:1000
    ports: ['127.0.0.1:5678:5678']
    networks: [n8n]
    environment: {N8N_ENCRYPTION_KEY_FILE: /run/secrets/key}
    volumes:
      - {type: bind, source: /mnt/efs/n8n/home, target: /home/node/.n8n}
      - {type: bind, source: /run/geusemaker/secrets/n8n/key, target: /run/secrets/key, read_only: true}
  edge:
    image: caddy:2.11.4
    mem_limit: 128m
    ports: ['80:80', '443:443']
    networks: [n8n]
    volumes:
      - {type: bind, source: /run/geusemaker/files/edge/Caddyfile, target: /etc/caddy/Caddyfile, read_only: true}
networks: {n8n: {}}
`

/** What a bundle needs to know of the account. */
export interface Site {
  readonly account: string
  readonly fileSystemId: string
  readonly address: string
}

/** Where its bundles are. */
export const bundlePath = '/geusemaker/bundles/shop'

/** A bundle that boots. */
export function goodFiles({ account, fileSystemId, address }: Site): Files {
  return new Map([
    ['gm-boot', { mode: '0755', text: script }],
    ['gmctl', { mode: '0755', text: script }],
    ['geusemaker.service', { mode: '0644', text: '[Unit]\n' }],
    ['compose.yaml', { mode: '0600', text: compose }],
    [
      'plan/stack.tsv',
      table(
        ['name', 'shop'],
        ['id', '1'],
        ['region', 'us-east-1'],
        ['account', account],
        ['file_system_id', fileSystemId],
        ['parameter_path', '/geusemaker/shop'],
        ['bundle_path', bundlePath],
        ['primary', 'n8n'],
        ['url', `https://${address}`],
        ['address', address],
      ),
    ],
    ['plan/directories.tsv', table(['/mnt/efs/n8n/home', '1000', '0700'])],
    ['plan/secrets.tsv', table(['n8n/key', 'n8n/key', '1000'])],
    ['plan/templates.tsv', table(['edge/Caddyfile', 'edge/Caddyfile', '0', '0400'])],
    [
      'templates/edge/Caddyfile',
      { mode: '0600', text: `https://${address} {\n\treverse_proxy n8n:5678\n\t# @@n8n/key@@\n}\n` },
    ],
    ['plan/images.tsv', table(['n8nio/n8n:2.46.5', 'needed'], ['caddy:2.11.4', 'needed'])],
    ['plan/steps.tsv', table(['up', 'n8n'])],
    ['plan/jobs.tsv', table(['n8n', 'owner', 'wait', 'n8n/owner.sh'])],
    ['plan/environment.tsv', table(['n8n', 'owner', 'OWNER_EMAIL', 'a@example.com'])],
    ['scripts/n8n/owner.sh', { mode: '0755', text: script }],
    ['plan/hooks.tsv', table()],
    ['plan/probes.tsv', table(['n8n', 'http', '-', '5678', '/healthz', '5', 'critical'])],
  ])
}

/** What comes with user data; the rest is fetched. */
const first = ['gm-boot', 'gmctl', 'geusemaker.service', 'plan/stack.tsv']

function unpacking(files: readonly (readonly [string, BundleFile])[]): string {
  const written = files.map(
    ([path, { mode, text }]) => `gm_file ${mode} ${path} <<'GM_END_OF_FILE'\n${text}GM_END_OF_FILE\n`,
  )
  return `gm_file() { install -D -m "$1" /dev/stdin "$bundle/$2"; }\n${written.join('')}`
}

/** A bundle as the parameter store has it, in two parts. */
export function wholeOf(files: Files): { readonly sha256: string; readonly parts: readonly [string, string] } {
  const whole = `bundle=$1\n${unpacking([...files])}`
  const packed = gzipSync(whole).toString('base64')
  return {
    sha256: createHash('sha256').update(whole).digest('hex'),
    parts: [packed.slice(0, 400), packed.slice(400)],
  }
}

/** The script that writes the first files and starts the boot. */
export function scriptFor(files: Files): string {
  const { sha256 } = wholeOf(files)
  const hash = sha256.slice(0, 16)
  return (
    `${script}# GeuseMaker shop, bundle ${hash}\nset -Eeuo pipefail\numask 077\nbundle=/opt/geusemaker/${hash}\n` +
    unpacking([...files].filter(([path]) => first.includes(path))) +
    `printf '%s' ${sha256} >"$bundle.sha256"\nln -sfn "$bundle" /opt/geusemaker/current\nexec /opt/geusemaker/current/gm-boot\n`
  )
}

/** The files as user data: gzip'd, in base64. */
export function userDataFor(files: Files): string {
  return gzipSync(scriptFor(files)).toString('base64')
}
