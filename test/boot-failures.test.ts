// An instance that cannot start its stack: the deploy says in which phase and why, with the instance's last words; what
// the run made is gone again, data stays, and the story is kept in the run's file.
import type { BootPhase } from '@geuse/instance-contract'
import { expect } from 'chai'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FailureJson, failureOf, words } from './support/cli-sandbox.js'
import { data } from './support/parts.js'
import { withoutFile } from './support/preloads.js'
import { tamperIam, tamperSsm } from './support/tamper.js'
import { arrival } from './support/until.js'
import { counts, small, TestAccount } from './support/test-account.js'

type Calls = ReturnType<TestAccount['account']['calls']>

/** Changes the account between the first look and the instance. */
async function changedMeanwhile<T>(
  world: TestAccount,
  deploy: () => Promise<T>,
  change: (calls: Calls) => Promise<unknown>,
): Promise<T> {
  const seen = world.account.calls().length
  world.account.faults.add({ operation: 'CreateFleet', effect: 'latency', ms: 1500, nth: 1 })
  const deployed = deploy()
  await arrival(world, 'CreateFleet', seen)
  await change(world.account.calls())
  const result = await deployed
  world.account.faults.remove()
  return result
}

/** Takes the right to read parameters from the instance's role. */
async function takeRight(world: TestAccount, calls: Calls): Promise<void> {
  const { RoleName, PolicyName, PolicyDocument } = calls.findLast(({ operation }) => operation === 'PutRolePolicy')
    ?.params as Record<string, string>
  const policy = JSON.parse(PolicyDocument ?? '') as { Statement: { Sid: string }[] }
  const less = { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== 'Secrets') }
  await tamperIam(world, 'PutRolePolicy', {
    RoleName: RoleName ?? '',
    PolicyName: PolicyName ?? '',
    PolicyDocument: JSON.stringify(less),
  })
}

describe('a boot that failed for a cause that is gone', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  it('is begun again by the same command, on the same instance', async () => {
    const failed = await changedMeanwhile(
      world,
      () => world.gm(['deploy', 'my-stack', ...small, '--no-rollback', '--json']),
      (calls) => takeRight(world, calls),
    )
    expect([failed.code, failureOf(failed).code]).to.deep.equal([3, 'BOOT_FAILED'])
    const { instance_id: instance } = await world.document('my-stack')
    const again = await world.gm(['deploy', 'my-stack', ...small, '--progress', 'lines'])
    expect(again.code, again.stderr).to.equal(0)
    expect(again.stderr).to.contain('its boot had failed in phase secrets: beginning it again')
    expect(await world.document('my-stack')).to.include({ status: 'running', instance_id: instance })
  })
})

/** What can go wrong in each phase, as an instance would word it. */
const obstacles = {
  egress: 'no way out: the time-out of https://sts.amazonaws.com passed',
  packages: 'dnf: Cannot download repomd.xml: All mirrors were tried',
  compose: 'docker-compose v5.6.0: the checksum is wrong',
  bundle: '/geusemaker/bundles/my-stack-01234567/0123456789abcdef could not be read, or is not whole',
  mount: 'mount.nfs4: access denied by server',
  lease: 'i-0123456789abcdef0 holds the data of this stack, and is running',
  directories: 'mkdir: cannot create directory: No space left on device',
  secrets: 'the parameters below /geusemaker could not be read: signature expired, the clock is wrong',
  images: 'could not be pulled: n8nio/n8n: the registry does not answer',
  services: 'not healthy: postgres: exited with 137, out of memory',
  jobs: 'the job owner of n8n did not succeed',
  edge: 'not healthy: edge',
} as const satisfies Record<BootPhase, string>

describe('a boot that fails in any of its phases', function () {
  this.timeout(600_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  for (const [phase, reason] of Object.entries(obstacles))
    it(`says so in the deploy and in the status, and goes on when the cause is gone: ${phase}`, async () => {
      world.account.settings({ obstacles: { [phase]: reason } })
      const failed = await world.gm(['deploy', 'my-stack', ...small, '--no-rollback', '--json'])
      expect([failed.code, failureOf(failed).code], words(failureOf(failed))).to.deep.equal([3, 'BOOT_FAILED'])
      expect(failureOf(failed).message).to.equal(`The instance failed in phase ${phase}: ${reason}`)
      const seen = await world.gm(['status', 'my-stack'])
      expect([seen.code, seen.stdout.includes(`failed in ${phase}: ${reason}`)], seen.stdout).to.deep.equal([3, true])
      world.account.settings({ obstacles: {} })
      const again = await world.gm(['deploy', 'my-stack', ...small])
      expect(again.code, again.stderr).to.equal(0)
      expect((await world.gm(['destroy', 'my-stack', '--yes'])).code).to.equal(0)
    })

  it('is told by the console where the agent never registers', async () => {
    world.account.settings({ obstacles: { mount: obstacles.mount }, silentAgents: true })
    const failed = await world.gm(['deploy', 'my-stack', ...small, '--no-rollback', '--json'])
    world.account.settings({ obstacles: {}, silentAgents: false })
    expect(words(failureOf(failed))).to.contain(`failed in mount: ${obstacles.mount}`)
  })
})

describe('a boot that fails', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())
  afterEach(async () => {
    expect(Object.keys(counts(await world.inventory())).toSorted()).to.deep.equal(data)
    expect(await world.document('my-stack')).to.include({ status: 'failed' })
  })

  const failing = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ error: FailureJson; text: string }> => {
    const ended = await world.gm(['deploy', 'my-stack', ...small, ...args, '--json'], env)
    const error = failureOf(ended)
    expect([ended.code, error.code], words(error)).to.deep.equal([3, 'BOOT_FAILED'])
    return { error, text: words(error) }
  }

  const meanwhile = async (change: (calls: Calls) => Promise<unknown>): Promise<{ text: string }> =>
    changedMeanwhile(world, () => failing([]), change)

  it('for want of a file of its bundle: names the phase and where the bundle is, and keeps the story', async () => {
    const since = Date.now()
    const { error, text } = await failing([], withoutFile('compose.yaml'))
    expect(text)
      .to.contain('phase bundle')
      .and.to.match(/bundles\/my-stack-\w{8}\/\w{16} could not be read, or is not/)
    expect(error.causes.join('\n')).to.contain('last lines of the boot log').and.to.contain('gm-boot: compose ok')
    expect(error.hints.join('\n')).to.contain('gm deploy my-stack').and.to.contain('gm destroy my-stack --delete-data')
    const runs = join(world.home, 'runs')
    const kept = (await readdir(runs)).map((name) => join(runs, name))
    const young = await Promise.all(
      kept.map(async (path) => ((await stat(path)).mtimeMs >= since ? readFile(path, 'utf8') : '')),
    )
    expect(young.join('\n')).to.contain('gm-boot: failed in bundle').and.to.contain('"operation":"rollback"')
  })

  it('for want of an image', async () => {
    const images = ['n8n.image=docker.io/n8nio/n8n:0.0.1', 'n8n.runners-image=n8nio/runners:0.0.1']
    const { text } = await failing(images.flatMap((image) => ['--set', image]))
    expect(text).to.contain('phase images').and.to.contain('n8nio/n8n:0.0.1')
  })

  it('for want of a right', async () => {
    const { text } = await meanwhile(async (calls) => {
      await takeRight(world, calls)
    })
    expect(text).to.contain('phase secrets').and.to.contain('ssm:GetParametersByPath')
  })

  it('for want of a secret', async () => {
    const { text } = await meanwhile(async (calls) => {
      const { Name } = calls.find(
        ({ operation, params }) => operation === 'PutParameter' && String(params['Name']).endsWith('/encryption-key'),
      )?.params as { Name: string }
      await tamperSsm(world, 'DeleteParameter', { Name })
    })
    expect(text).to.contain('phase secrets').and.to.contain('n8n/encryption-key')
  })
})
