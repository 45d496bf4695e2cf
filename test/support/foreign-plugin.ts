// Plugins as somebody else writes them: a package.json, one file of JavaScript, no import, no manifest of oclif; packed
// by npm and installed by gm, with the network out of reach.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { npmCli, npmEnv } from './npm.js'
import type { TestAccount } from './test-account.js'

/** npm without a network and without the habits of whoever runs the tests. */
export function offline(world: TestAccount): Record<string, string> {
  return { npm_config_offline: 'true', ...npmEnv(world.home, 'http://127.0.0.1:1') }
}

/** @returns absolute path of the packed plugin */
export async function packPlugin(
  world: TestAccount,
  name: string,
  version: string,
  contribute: string,
): Promise<string> {
  const folder = join(world.home, 'foreign', name)
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name,
      version,
      type: 'module',
      files: ['contribute.js'],
      oclif: { hooks: { 'gm:contribute': './contribute.js' } },
    }),
  )
  await writeFile(join(folder, 'contribute.js'), contribute)
  const { PATH = '' } = process.env
  await promisify(execFile)(process.execPath, [npmCli, 'pack', '--pack-destination', world.home], {
    cwd: folder,
    env: { PATH, HOME: world.home, ...offline(world) },
  })
  return join(world.home, `${name}-${version}.tgz`)
}

/** A service that only says who asks. */
export const whoami = `export default () => ({
  api: '1.0',
  services: [{
    id: 'whoami',
    title: 'Says who asks',
    config: (z) => z.object({ image: z.string().default('docker.io/traefik/whoami:v1.11.0'), greeting: z.string().default('hello').describe('what it says first') }),
    ports: { http: 8088 },
    probes: [{ kind: 'http', port: 'http', path: '/health', timeoutSeconds: 3, critical: false }],
    containers: ({ config }) => ({ main: { image: config.image, memoryMiB: 64, environment: { WHOAMI_NAME: config.greeting, WHOAMI_PORT_NUMBER: '8088' } } }),
  }],
})
`

/** Sinks: one keeps what it hears in the file `HEARD`, beside others that throw, at once or later, and never end. */
export const listening = `import { appendFileSync } from 'node:fs'
export default () => ({
  api: '1.0',
  sinks: [
    { id: 'a-thrower', listen() { throw new Error('no ears') } },
    { id: 'b-rejecter', async listen() { throw new Error('no ears either') } },
    { id: 'c-sleeper', listen: () => new Promise(() => {}) },
    { id: 'd-keeper', listen: (event) => appendFileSync(process.env.HEARD, JSON.stringify(event) + '\\n') },
  ],
})
`

/** A plugin that cannot even be asked. */
export const throwing = "export default () => { throw new Error('the licence file is not there') }\n"

/**
 * Tiers on the built-in resources and blocks, with a resource and a check of their own; all but the first are wrong
 * somewhere.
 */
export const tiers = `
const note = (type) => ({
  type,
  stage: 'security',
  iam: ['ssm:PutParameter', 'ssm:GetParametersByPath', 'ssm:DeleteParameters'],
  idempotent: 'name',
  identity: (props, { stack }) => ({ path: '/acme/' + stack.name }),
  async find(cx, { identity: { path } }) {
    const ssm = await cx.aws.ssm()
    const { Parameters = [] } = await ssm.getParametersByPath({ Path: path })
    return Parameters.length > 0 ? { path } : undefined
  },
  async create(cx, { text }) {
    const ssm = await cx.aws.ssm()
    const path = '/acme/' + cx.stack.name
    await ssm.putParameter({ Name: path + '/note', Type: 'String', Value: text })
    return { path }
  },
  async list(cx) {
    const path = '/acme/' + cx.stack.name
    const ssm = await cx.aws.ssm()
    const { Parameters = [] } = await ssm.getParametersByPath({ Path: path })
    return Parameters.map(({ Name }) => ({ id: Name, known: { identity: { path }, observed: { path } } }))
  },
  async destroy(cx, { observed: { path } }) {
    const ssm = await cx.aws.ssm()
    await ssm.deleteParameters({ Names: [path + '/note'] })
  },
  seconds: { create: 1, destroy: 1 },
})
const contributed = note('acme-note')

const tier = (id, { resource = contributed, run = async (cx, { path }) => path, build = () => undefined, ...rest } = {}) => ({
  id,
  title: 'One instance, and a note',
  options: (z) => z.object({ motto: z.string().default('hello').describe('what the note says') }),
  needs: () => ({ instance: { market: 'spot' } }),
  front: () => ({ tlsEnd: 'edge', hops: 1, ports: [80, 443] }),
  publish: ({ outputs: { note, 'elastic-ip': address }, site }) =>
    ({ url: address ? site(address.ip).url : null, fields: { note_path: note ? note.path : null } }),
  ...rest,
  build(graph, { facts, options: { motto }, front: { ports }, stack, resources, blocks }) {
    build()
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    const site = graph.derive({ address }, ({ address }) => stack.site(address.ip))
    const noted = graph.add('note', resource, { fs }, ({ fs }) => ({ text: motto + ' ' + fs.fileSystemId }))
    const read = graph.check('read', { type: 'acme-read', stage: 'security', iam: [], seconds: 1, deadline: 60, run }, { noted }, ({ noted }) => noted)
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ports, ingress: 'public' })
    const profiled = graph.derive({ fs, read }, ({ fs }) => fs)
    const instance = blocks.compute(graph, { facts, stack, net, fs: profiled, groupId, secrets, site, address, market: 'spot' })
    return blocks.healthy(graph, { instance, site, mountTargets })
  },
  orchestrate(base) {
    if (process.env.ACME_TWISTED) throw new TypeError('nothing to wrap with')
    return base
  },
})

export default () => ({
  api: '1.0',
  resources: [contributed],
  tiers: [
    tier('acme'),
    tier('acme-stray', { resource: note('acme-stray-note') }),
    tier('acme-broken', { build: () => { throw new TypeError('the plan is upside down') } }),
    tier('acme-greedy', { options: (z) => z.object({ gpu: z.boolean().default(false) }), needs: ({ gpu }) => gpu ? { instance: { market: 'spot', colour: 'red' } } : { instance: { market: 'spot' } } }),
    tier('acme-doubtful', { run: async () => { throw new TypeError('the note is blank') } }),
  ],
})
`
