// An instance boots from what it was really given: leave one thing out, and it fails in the phase in which a real one
// would.
import { expect } from 'chai'
import { type Account, startAccount } from '../account/account.js'
import { type Breaks, type Stack, bootPhase, consoleOf, makeStack, phaseTag } from '../testing/stack.js'
import { items, leaf } from '../answer/xml.js'
import { json, query, until } from '../testing/caller.js'
import type { Files } from '../testing/bundle.js'
import { maxSpeed } from '../clock/clock.js'

const fastest = maxSpeed

interface Case {
  readonly without: string
  readonly breaks: Breaks
  readonly phase: string
  readonly says: string
}

const cases: readonly Case[] = [
  { without: 'its address', breaks: { noAddress: true }, phase: 'egress', says: 'was not associated' },
  { without: 'a gateway', breaks: { noGateway: true }, phase: 'egress', says: 'was not associated' },
  { without: 'a mount target', breaks: { noMountTarget: true }, phase: 'mount', says: 'no mount target' },
  { without: 'an open port 2049', breaks: { closedFileSystem: true }, phase: 'mount', says: '2049 is not open' },
  {
    without: 'the right to mount',
    breaks: { policy: (all) => all.filter((each) => each['Action'] !== 'elasticfilesystem:Client*') },
    phase: 'mount',
    says: 'elasticfilesystem:ClientMount',
  },
  { without: 'a part of its bundle', breaks: { noPart: 1 }, phase: 'bundle', says: 'is not whole' },
  {
    without: 'the right to read its bundle',
    breaks: { policy: (all) => all.filter((each) => !Array.isArray(each['Action']) || each['Action'].length > 1) },
    phase: 'bundle',
    says: 'AccessDenied',
  },
  {
    without: 'good rows of directories',
    breaks: { files: (files) => files.set('plan/directories.tsv', { mode: '0600', text: 'x\ty\tz\n' }) },
    phase: 'directories',
    says: 'plan/directories.tsv: row 1, path: ',
  },
  { without: 'a secret', breaks: { noSecret: true }, phase: 'secrets', says: 'n8n/key' },
  {
    without: 'the right to read secrets',
    breaks: { policy: (all) => all.filter((each) => each['Action'] !== 'ssm:GetParametersByPath') },
    phase: 'secrets',
    says: 'AccessDenied',
  },
  {
    without: 'a template',
    breaks: { files: (files) => files.delete('templates/edge/Caddyfile') },
    phase: 'secrets',
    says: 'templates/edge/Caddyfile',
  },
  {
    without: 'a known image',
    breaks: { files: (files) => files.set('plan/images.tsv', { mode: '0600', text: 'n8nio/n8n:9.9.9\tneeded\n' }) },
    phase: 'images',
    says: "n8nio/n8n:9.9.9: not in the sandbox's list of images; add with: gm-sandbox image n8nio/n8n:9.9.9",
  },
  {
    without: 'the compose file',
    breaks: { files: (files) => files.delete('compose.yaml') },
    phase: 'services',
    says: 'compose.yaml',
  },
  {
    without: 'a directory that a service binds',
    breaks: { files: (files) => files.set('plan/directories.tsv', { mode: '0600', text: '' }) },
    phase: 'services',
    says: '/mnt/efs/n8n/home',
  },
  {
    without: 'its unit',
    breaks: { files: (files) => files.delete('geusemaker.service') },
    phase: 'directories',
    says: 'geusemaker.service',
  },
  {
    without: 'the reverse proxy',
    breaks: { files: (files) => compose(files, (text) => text.replace('  edge:', '  door:')) },
    phase: 'edge',
    says: 'no such service: edge',
  },
  {
    without: 'the script of a job',
    breaks: { files: (files) => files.delete('scripts/n8n/owner.sh') },
    phase: 'jobs',
    says: 'scripts/n8n/owner.sh',
  },
]

/** Changes the compose document. */
function compose(files: Files, change: (text: string) => string): void {
  files.set('compose.yaml', { mode: '0600', text: change(files.get('compose.yaml')?.text ?? '') })
}

/** Adds a service that the stack can do without. */
function withCrawler(files: Files, image: string): void {
  const add = (path: string, line: string): void => {
    files.set(path, { mode: '0600', text: `${files.get(path)?.text ?? ''}${line}\n` })
  }
  compose(files, (text) =>
    text.replace('  edge:', `  crawler: {image: ${image}, mem_limit: 1g, networks: [n8n]}\n  edge:`),
  )
  add('plan/images.tsv', `${image}\toptional`)
  add('plan/steps.tsv', 'up?\tcrawler')
  add('plan/probes.tsv', 'crawler\thttp\t-\t5678\t/health\t5\toptional')
}

async function gmctl(account: Account, { instanceId }: Stack, verb: string): Promise<Record<string, unknown>> {
  const script = `#!/bin/bash\nexec /opt/geusemaker/current/gmctl ${verb}`
  const sent = await until('the agent', async () => {
    const tried = await json(account, 'ssm', 'SendCommand', {
      InstanceIds: [instanceId],
      DocumentName: 'AWS-RunShellScript',
      Parameters: { commands: [script] },
    })
    return tried.code === undefined ? tried.data : undefined
  })
  const { CommandId } = sent['Command'] as unknown as { CommandId: string }
  return until('the command', async () => {
    const { data } = await json(account, 'ssm', 'GetCommandInvocation', { CommandId, InstanceId: instanceId })
    return data['Status'] === 'Success'
      ? (JSON.parse(String(data['StandardOutputContent'])) as Record<string, unknown>)
      : undefined
  })
}

/** With a service whose disk is copied. */
function withVectors(files: Files): void {
  files.set('plan/hooks.tsv', { mode: '0600', text: 'vectors\tcheckpoint\tvectors/hook.checkpoint\t900\n' })
}

async function addressTo(account: Account, { address }: Stack, InstanceId: string) {
  const found = await query(account, 'ec2', 'DescribeAddresses', { PublicIp: [address] })
  const AllocationId = leaf(items(found.root, 'addressesSet')[0] ?? {}, 'allocationId')
  return { InstanceId, AllocationId, AllowReassociation: 'true' }
}

/** Launches another instance, a spot instance, of the same template, and gives it the address. */
async function another(account: Account, stack: Stack): Promise<string> {
  const LaunchTemplate = { LaunchTemplateName: 'shop', Version: '1' }
  const { root } = await query(account, 'ec2', 'RunInstances', {
    LaunchTemplate,
    MinCount: '1',
    MaxCount: '1',
    InstanceMarketOptions: { MarketType: 'spot' },
  })
  const id = leaf(items(root, 'instancesSet')[0] ?? {}, 'instanceId')
  const to = await addressTo(account, stack, id)
  await until('the address', async () =>
    (await query(account, 'ec2', 'AssociateAddress', to)).code === undefined ? true : undefined,
  )
  return id
}

describe('a simulated instance', function () {
  this.timeout(60_000)
  let account: Account

  before(async () => {
    account = await startAccount({ speed: fastest, patienceMs: 60_000 })
  })
  afterEach(() => account.reset())
  after(() => account.stop())

  it('boots, registers, answers gmctl and its public address', async () => {
    const stack = await makeStack(account)
    expect(await bootPhase(account, stack.instanceId)).to.equal('ready')
    expect(await gmctl(account, stack, 'status')).to.include({ stack: 'shop', state: 'ready', reason: null })
    expect((await gmctl(account, stack, 'health'))['probes']).to.deep.equal([
      { service: 'n8n', kind: 'http', critical: true, ok: true, ms: 12, error: null },
    ])
    expect(await consoleOf(account, stack.instanceId)).to.include('gm-boot: ready')
  })

  it('answers for a service that was made unhealthy', async () => {
    const stack = await makeStack(account)
    await bootPhase(account, stack.instanceId)
    account.settings({ unhealthy: ['n8n'] })
    expect((await gmctl(account, stack, 'health'))['probes']).to.deep.include({
      service: 'n8n',
      kind: 'http',
      critical: true,
      ok: false,
      ms: 12,
      error: 'connection refused',
    })
  })

  it('fails in services when one that the stack needs is not healthy', async () => {
    account.settings({ unhealthy: ['n8n'] })
    const { instanceId } = await makeStack(account)
    await account.outlastBoots()
    expect(await phaseTag(account, instanceId)).to.equal('failed:services')
    expect(await consoleOf(account, instanceId)).to.include('not healthy: n8n\n')
  })

  for (const [what, image, unhealthy] of [
    ['is not healthy', 'busybox:1.37.0', ['crawler']],
    ['has an image that cannot be pulled', 'nobody/knows:1', []],
  ] as const) {
    it(`is ready without an optional service that ${what}, and says so when it is asked`, async () => {
      account.settings({ unhealthy })
      const stack = await makeStack(account, { files: (files) => withCrawler(files, image) })
      expect(await bootPhase(account, stack.instanceId)).to.equal('ready')
      const { probes } = (await gmctl(account, stack, 'health')) as { probes: { service: string; ok: boolean }[] }
      expect(probes.map(({ service, ok }) => [service, ok])).to.deep.equal([
        ['n8n', true],
        ['crawler', false],
      ])
    })
  }

  for (const { without, breaks, phase, says } of cases) {
    it(`fails in ${phase} without ${without}`, async () => {
      const { instanceId } = await makeStack(account, breaks)
      await account.outlastBoots()
      expect(await consoleOf(account, instanceId))
        .to.contain(`gm-boot: failed in ${phase}`)
        .and.to.include(says)
      // Without a way out it cannot tell AWS either.
      expect(await phaseTag(account, instanceId)).to.equal(phase === 'egress' ? '' : `failed:${phase}`)
    })
  }

  it('leaves the data to the one that holds it, and takes it once that has drained', async () => {
    account.settings({ patienceMs: 10_000 })
    const stack = await makeStack(account, { files: withVectors })
    expect(await bootPhase(account, stack.instanceId)).to.equal('ready')
    const made = (await gmctl(account, stack, 'checkpoint')) as { checkpoints: { service: string; id: string }[] }
    expect(made.checkpoints.map(({ service }) => service)).to.deep.equal(['vectors'])
    const second = { ...stack, instanceId: await another(account, stack) }
    await account.outlastBoots()
    expect(await bootPhase(account, second.instanceId)).to.equal('failed:lease')
    expect(await consoleOf(account, second.instanceId)).to.match(
      new RegExp(`failed in lease: ${stack.instanceId} holds the data of this stack since .*, and is running`),
    )
    await query(account, 'ec2', 'AssociateAddress', await addressTo(account, stack, stack.instanceId))
    expect(await gmctl(account, stack, 'drain')).to.include({ drained: true })
    expect(await gmctl(account, stack, 'status')).to.include({ state: 'drained', phase: 'drained', reason: 'asked' })
    await query(account, 'ec2', 'AssociateAddress', await addressTo(account, stack, second.instanceId))
    await gmctl(account, second, 'boot')
    const status = (await until('the second boot', async () => {
      const told = await gmctl(account, second, 'status')
      return told['state'] === 'ready' ? told : undefined
    })) as { lease: object; checkpoints: { restored: string }[] }
    expect(status.lease).to.include({ generation: 3, holder: second.instanceId })
    expect(status.checkpoints[0]?.restored).to.match(/^00000001-\d{8}T\d{6}Z$/)
    account.settings({ speed: 20 })
    account.interruptSpot(second.instanceId)
    const interrupted = await gmctl(account, second, 'status')
    expect(interrupted).to.include({ state: 'drained', reason: 'interruption' })
    expect(interrupted['notice']).to.include({ kind: 'interruption', what: 'terminate' })
  })

  it('never registers without the agent’s rights', async () => {
    const { instanceId } = await makeStack(account, { policy: (all) => all.slice(1) })
    expect(await bootPhase(account, instanceId)).to.equal('ready')
    const known = await json(account, 'ssm', 'DescribeInstanceInformation')
    expect(known.data['InstanceInformationList']).to.deep.equal([])
  })

  it('ends with its instance', async () => {
    const { instanceId } = await makeStack(account)
    await bootPhase(account, instanceId)
    await query(account, 'ec2', 'TerminateInstances', { InstanceId: [instanceId] })
    const sent = await json(account, 'ssm', 'SendCommand', {
      InstanceIds: [instanceId],
      DocumentName: 'AWS-RunShellScript',
      Parameters: { commands: ['x'] },
    })
    expect(sent.code).to.equal('InvalidInstanceId')
  })
})
