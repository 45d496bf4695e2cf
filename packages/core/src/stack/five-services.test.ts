// The five services as one stack: what every service must be, held against the ones that gm brings along.
import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { defineService, type Contribution, type Service } from '@geuse/plugin-api'
import { userDataLimit } from '../instance/index.js'
import { siteAt } from '../model/site.js'
import { compose } from './composition.js'
import { place, type Stack } from './place.js'

/** Found at run time: core is built before its plugins are. */
const plugin = new URL('../../../plugin-services/dist/contribute.js', import.meta.url).href

const identity = {
  name: 'a-name-that-is-as-long-as-a-name-of-a-stack-may-be-at-the-most-64',
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  region: 'ap-southeast-2',
  accountId: '123456789012',
}
/** What the system of an instance needs beside the containers, in MiB. */
const systemMemoryMiB = 1024

function stackOf(
  registered: readonly Service[],
  services?: readonly string[],
  gpu = false,
  arch: 'x86_64' | 'arm64' = 'x86_64',
): Stack {
  return place(
    compose(registered, { services, set: { n8n: { 'owner-email': 'owner@example.com' } } }),
    identity,
    { arch, memoryMiB: 16_384, gpu },
    { tlsEnd: 'edge', hops: 1, ports: [80, 443] },
  )
}

/** A sixth service whose file alone nearly fills what EC2 takes. */
const large = defineService({
  id: 'large',
  title: 'Large',
  config: (z) => z.object({}),
  ports: {},
  probes: [],
  files: () => ({ 'large.json': { text: randomBytes(11_000).toString('base64'), owner: 0 } }),
  containers: () => ({ main: { image: 'large:1.0', memoryMiB: 64, files: { 'large.json': '/etc/large.json' } } }),
}) as unknown as Service

interface Sizes {
  /** In bytes, packed. */
  readonly userData: number
  readonly bundle: number
  readonly parts: number
}

function words({ userData, bundle, parts }: Sizes): string {
  return `${userData} of ${userDataLimit} bytes, and ${bundle} in ${parts} parameters`
}

describe('the five services', () => {
  let services: readonly Service[]
  let stack: Stack
  const where = () => ({
    site: stack.site('203.0.113.7'),
    fileSystemId: 'fs-0123456789abcdef0',
    address: '203.0.113.7',
  })

  const sizesOf = (stack: Stack): Sizes => {
    const { parts } = stack.packedBundle(where())
    return {
      userData: Buffer.from(stack.userData(where()), 'base64').length,
      bundle: Buffer.from(parts.join(''), 'base64').length,
      parts: parts.length,
    }
  }

  before(async () => {
    const { default: contribute } = (await import(plugin)) as { default: () => Promise<Contribution> }
    services = (await contribute()).services ?? []
    stack = stackOf(services)
  })

  it('are all there, n8n leading', () => {
    expect(stack.services.map(({ id }) => id)).to.deep.equal(['crawl4ai', 'ollama', 'postgres', 'qdrant', 'n8n'])
    expect(stack.services.filter(({ primary }) => primary).map(({ id }) => id)).to.deep.equal(['n8n'])
  })

  for (const arch of ['x86_64', 'arm64'] as const) {
    it(`fit into what EC2 takes at a first boot, whatever else there is, on ${arch}`, function () {
      const five = sizesOf(stackOf(services, undefined, false, arch))
      const six = sizesOf(stackOf([...services, large], undefined, false, arch))
      if (this.test) this.test.title += `: ${words(five)}; with a large sixth one ${words(six)}`
      expect(five.userData).to.be.lessThan(userDataLimit - 2048)
      // The checksum of the bundle is another one, and may pack otherwise.
      expect(six.userData).to.be.closeTo(five.userData, 32)
      expect(six.bundle).to.be.greaterThan(userDataLimit)
      expect(six.parts).to.be.greaterThan(five.parts)
    })
  }

  const modelsOf = (models: string) => {
    const set = { n8n: { 'owner-email': 'owner@example.com' }, ollama: { models } }
    const shape = { arch: 'x86_64', memoryMiB: 16_384, gpu: false } as const
    const placed = place(compose(services, { services: undefined, set }), identity, shape, {
      tlsEnd: 'edge',
      hops: 1,
      ports: [80, 443],
    })
    return /^ollama\tmodels\tMODELS\t(.*)$/m.exec(placed.renderFiles(where())['plan/environment.tsv'] ?? '')?.[1]
  }

  it('pull models by names that mean nothing to a shell', () => {
    expect(modelsOf('llama3.2:1b, hf.co/Org/Model-GGUF:Q4_K_M,host:5000/a/b:c')).to.equal(
      'llama3.2:1b hf.co/Org/Model-GGUF:Q4_K_M host:5000/a/b:c',
    )
    expect(modelsOf('')).to.equal('-')
    for (const name of [
      'a b',
      'a\tb',
      'a\nb',
      '$(id)',
      '`id`',
      'a;id',
      '"a"',
      "'a'",
      '*',
      '-a',
      '../a',
      '/a',
      'a//b',
      'ä',
    ])
      expect(() => modelsOf(name), name).to.throw(/choice of services/)
  })

  it('fit with what n8n needs alone on an instance of 4 GiB, and all of them on one of 8', () => {
    expect(stackOf(services, ['n8n']).services.map(({ id }) => id)).to.deep.equal(['postgres', 'n8n'])
    expect(stackOf(services, ['n8n']).memoryMiB + systemMemoryMiB).to.be.lessThan(4096)
    expect(stack.memoryMiB + systemMemoryMiB).to.be.at.most(8192)
  })

  it('keep neither n8n nor the reverse proxy waiting for those that it can do without', () => {
    const files = stack.renderFiles(where())
    const [steps, images] = ['steps', 'images'].map((name) => (files[`plan/${name}.tsv`] ?? '').trim().split('\n'))
    expect(steps).to.deep.equal([
      'up\tpostgres',
      'up?\tcrawl4ai',
      'up?\tollama',
      'up?\tqdrant',
      'run\tpostgres-for-n8n-db',
      'run\tpostgres-for-n8n-workflows',
      'up\tn8n\tn8n-runners',
    ])
    const optional = images?.filter((row) => row.endsWith('\toptional')).map((row) => /(\w+):/.exec(row)?.[1])
    expect(optional).to.deep.equal(['crawl4ai', 'ollama', 'qdrant'])
  })

  it('run images of a version each, one that the table of images pulls', () => {
    const rows = (stack.renderFiles(where())['plan/images.tsv'] ?? '').trim().split('\n')
    const pulled = rows.map((row) => row.split('\t')[0] ?? '')
    const used = Object.values(stack.document(where().site).services).map(({ image }) => image)
    expect([...new Set(used)].sort()).to.deep.equal([...pulled].sort())
    for (const image of used) expect(image).to.match(/:v?\d+\.\d+(\.\d+)?$/)
    expect(pulled[0]).to.match(/^n8nio\/n8n:/)
  })

  it('have health checks, bounded memory and bounded logs, and bind to the loopback', () => {
    for (const [name, service] of Object.entries(stack.document(where().site).services)) {
      expect(service.mem_limit, name).to.match(/^\d+m$/)
      expect(service.logging?.options['max-size'], name).to.equal('10m')
      expect(service.security_opt, name).to.deep.equal(['no-new-privileges:true'])
      if (service.profiles === undefined) expect(service.healthcheck?.test.length, name).to.be.greaterThan(1)
      if (name !== 'edge')
        expect(
          (service.ports ?? []).every((port) => port.startsWith('127.0.0.1:')),
          name,
        ).to.equal(true)
    }
  })

  it('keep the code of workflows away from the databases', () => {
    const { n8n, 'n8n-runners': runners } = stack.document(where().site).services
    expect(runners?.networks).to.deep.equal(['n8n'])
    expect(n8n?.networks).to.deep.equal(['crawl4ai', 'n8n', 'ollama', 'postgres', 'qdrant'])
  })

  it('keep data below the roots of data, each directory made before it is bound', () => {
    const made = (stack.renderFiles(where())['plan/directories.tsv'] ?? '').split('\n').map((row) => row.split('\t')[0])
    const bound = Object.values(stack.document(where().site).services).flatMap(({ volumes = [] }) =>
      volumes.filter((one) => one.read_only !== true),
    )
    expect(bound).to.have.length(6)
    for (const { source } of bound) {
      expect(source).to.match(/^(\/mnt\/efs|\/var\/lib\/geusemaker)\/[a-z0-9]+\/[a-z]+$/)
      expect(made).to.include(source)
    }
  })

  it('read no secret that is not declared, as the uid that it belongs to', () => {
    const files = stack.renderFiles(where())
    const rows = (files['plan/secrets.tsv'] ?? '')
      .trim()
      .split('\n')
      .map((row) => row.split('\t'))
    const declared = stack.secrets.map(({ name }) => name)
    const placeholders = Object.entries(files).flatMap(([path, text]) =>
      path.startsWith('templates/') ? [...text.matchAll(/@@([^@]+)@@/g)].map(([, name]) => name) : [],
    )
    for (const name of [...rows.map(([parameter]) => parameter), ...placeholders]) expect(declared).to.include(name)
    const byFile = new Map(rows.map(([, file, uid]) => [`/run/geusemaker/secrets/${file}`, uid]))
    for (const { volumes = [], user = '0' } of Object.values(stack.document(where().site).services)) {
      for (const { source } of volumes.filter((one) => one.source.startsWith('/run/geusemaker/secrets/'))) {
        expect(byFile.get(source), source).to.equal(user.split(':')[0])
      }
    }
  })

  it('have no value of a secret but in templates', () => {
    const others = Object.entries(stack.renderFiles(where())).filter(
      ([path]) => !/^(templates\/|user-data)/.test(path) && !path.startsWith('gm-boot'),
    )
    for (const [path, text] of others) expect(text, path).not.to.contain('@@')
  })

  it('take their settings from the address', () => {
    const secure = stack.document(siteAt('n8n.example.com', { tlsEnd: 'proxy', hops: 2 })).services['n8n']?.environment
    expect(secure).to.include({
      N8N_PROTOCOL: 'https',
      N8N_HOST: 'n8n.example.com',
      N8N_WEBHOOK_URL: 'https://n8n.example.com/',
      N8N_PROXY_HOPS: '2',
      N8N_SECURE_COOKIE: 'true',
    })
  })

  it('show their credentials by label and name', () => {
    expect(stack.credentials.map(({ label, username }) => [label, username])).to.deep.equal([
      ['Crawl4AI API token', undefined],
      ['Qdrant API key', undefined],
      ['n8n owner', 'owner@example.com'],
    ])
  })

  it('use a GPU where there is one', () => {
    const reserved = (gpu: boolean) =>
      stackOf(services, undefined, gpu).document(where().site).services['ollama']?.deploy
    expect([reserved(false), reserved(true) !== undefined]).to.deep.equal([undefined, true])
  })
})
