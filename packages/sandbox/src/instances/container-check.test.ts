// One thing wrong with a container at a time, and the complaint that it leads to.
import { expect } from 'chai'
import { type Files, goodFiles } from '../testing/bundle.js'
import { readCompose } from './compose-file.js'
import { containerObstacle } from './container-check.js'
import { edgeObstacle } from './edge-check.js'

const site = { account: '1', fileSystemId: 'fs-1', address: '203.0.113.7' }

/** The obstacle of n8n after a change of the compose text or of the files. */
function obstacle(change: (text: string) => string, files: Files = goodFiles(site), name = 'n8n'): string | undefined {
  const file = readCompose(change(files.get('compose.yaml')?.text ?? ''))
  if ('reason' in file) return file.reason
  const service = file.services.find((each) => each.name === name)
  const given = { bundle: { hash: '', files }, images: ['shop/own:1.0'] }
  return name === 'edge' ? edgeObstacle(given, file) : service && containerObstacle(given, file, service)
}

function same(text: string): string {
  return text
}

function without(path: string): Files {
  const files = goodFiles(site)
  files.delete(path)
  return files
}

function table(path: string, text: string): Files {
  return goodFiles(site).set(path, { mode: '0600', text })
}

describe('containerObstacle', () => {
  it('lets a good one pass', () => expect(obstacle(same)).to.equal(undefined))

  it('pulls what the account was told of', () =>
    expect(obstacle((text) => text.replace('n8nio/n8n:2.46.5', 'shop/own:1.0'))).to.equal(undefined))

  const cases: readonly [string, string | undefined, string][] = [
    ['an image', obstacle((text) => text.replace('    image: n8nio/n8n:2.46.5\n', '')), 'neither an image'],
    ['a known tag', obstacle((text) => text.replace('n8n:2.46.5', 'n8n:latest')), 'manifest unknown'],
    ['a memory limit', obstacle((text) => text.replace('    mem_limit: 1g\n', '')), 'no memory limit'],
    ['its network', obstacle((text) => text.replace('networks: {n8n: {}}', 'networks: {}')), 'undefined network n8n'],
    [
      'what it waits for',
      obstacle((text) => text.replace('    mem_limit: 1g\n', '    mem_limit: 1g\n    depends_on: [ghost]\n')),
      'undefined service "ghost"',
    ],
    ['its directory', obstacle(same, table('plan/directories.tsv', '')), 'does not exist: /mnt/efs/n8n/home'],
    ['its secret file', obstacle(same, without('plan/secrets.tsv')), 'does not exist: /run/geusemaker/secrets/n8n/key'],
    [
      'a secret that it may read',
      obstacle(same, table('plan/secrets.tsv', 'n8n/key\tn8n/key\t0\n')),
      'Permission denied',
    ],
    [
      'a directory that it may write',
      obstacle(same, table('plan/directories.tsv', '/mnt/efs/n8n/home\t0\t0700\n')),
      'Permission denied',
    ],
    [
      'the file that its environment names',
      obstacle((text) => text.replace('target: /run/secrets/key', 'target: /run/secrets/other')),
      'N8N_ENCRYPTION_KEY_FILE',
    ],
    ['a readable document', obstacle((text) => `${text}\n\t- x: [`), 'compose.yaml'],
  ]
  for (const [what, complaint, says] of cases) it(`complains without ${what}`, () => expect(complaint).to.include(says))
})

describe('edgeObstacle', () => {
  const caddyfile = (text: string): Files => table('templates/edge/Caddyfile', text)

  it('lets a good one pass', () => expect(obstacle(same, goodFiles(site), 'edge')).to.equal(undefined))

  it('wants a site for the public address', () => {
    expect(obstacle(same, caddyfile('https://other.example {\n}\n'), 'edge')).to.include('no site')
    expect(obstacle(same, caddyfile(':80 {\n\treverse_proxy n8n:5678\n}\n'), 'edge')).to.equal(undefined)
  })

  it('wants an upstream in its own network', () => {
    expect(obstacle(same, caddyfile('https://203.0.113.7 {\n\treverse_proxy ghost:1\n}\n'), 'edge')).to.include(
      'lookup ghost',
    )
    expect(
      obstacle((text) => text.replace('[n8n]\n    environment', '[other]\n    environment'), goodFiles(site), 'edge'),
    ).to.include('lookup n8n')
  })
})
