// An account that cannot be used as asked: each trouble is named with what to type next, and before anything is made.
import { expect } from 'chai'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CliSandbox, nowhere, failureOf, words } from './support/cli-sandbox.js'
import { small, TestAccount } from './support/test-account.js'

describe('an account that cannot be used as asked', function () {
  this.timeout(120_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())
  afterEach(async () => {
    world.account.faults.remove()
    expect(
      world.account
        .calls()
        .filter(({ mutating }) => mutating)
        .map(({ operation }) => operation),
    ).to.deep.equal([])
    expect((await readdir(join(world.home, 'deployments'))).filter((file) => !file.endsWith('.lock'))).to.deep.equal([])
  })

  const refusal = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number | null; error: string; text: string }> => {
    const ended = await world.gm(['deploy', 'my-stack', ...small, ...args, '--json'], env)
    const error = failureOf(ended)
    return { code: ended.code, error: error.code, text: words(error) }
  }

  it('names a VPC, an instance type and a key pair that are not there, all at once', async () => {
    const { code, text } = await refusal([
      '--vpc',
      'vpc-0123456789abcdef0',
      '--instance-type',
      't3.enormous',
      '--keypair',
      'mine',
    ])
    expect(code, text).to.equal(2)
    expect(text).to.contain('vpc-0123456789abcdef0').and.to.contain('t3.enormous').and.to.contain('mine')
    expect(text).to.contain('aws ec2 describe-vpcs')
  })

  it('refuses an instance type that is too small', async () => {
    const { code, text } = await refusal(['--instance-type', 't3.nano'])
    expect(code, text).to.equal(2)
    expect(text).to.match(/t3\.nano.*MiB/)
  })

  it('refuses an instance type whose GPU nothing could use', async () => {
    const { code, text } = await refusal(['--instance-type', 'g4dn.xlarge'])
    expect(code, text).to.equal(2)
    expect(text).to.contain('g4dn.xlarge has a GPU')
  })

  it('says that credentials have expired, once, and how to get new ones', async () => {
    const { code, error, text } = await refusal([], { AWS_ACCESS_KEY_ID: 'EXPIRED' })
    expect([code, error], text).to.deep.equal([2, 'CREDENTIALS_EXPIRED'])
    expect(text).to.contain('aws sso login')
    expect(text.match(/is expired/g)?.length ?? 0, text).to.be.lessThan(3)
  })

  it('says that there are no credentials, and how to give some', async () => {
    const folder = join(world.home, 'nobody')
    await mkdir(folder, { recursive: true })
    const { code, error, text } = await refusal([], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: folder })
    expect([code, error], text).to.deep.equal([2, 'CREDENTIALS_MISSING'])
    expect(text).to.contain('aws configure')
  })

  it('names a profile that is not there', async () => {
    const { code, text } = await refusal(['--profile', 'nobodys'])
    expect(code, text).to.equal(2)
    expect(text).to.contain('nobodys')
  })

  describe('that is a role which demands the code of a device', () => {
    const serial = 'arn:aws:iam::123456789012:mfa/me'
    let env: Record<string, string>
    before(async () => {
      const path = join(world.home, 'aws-config')
      await mkdir(world.home, { recursive: true })
      await writeFile(
        path,
        `[profile me]
aws_access_key_id = AKIASANDBOX
aws_secret_access_key = sandbox
[profile work]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = me
mfa_serial = ${serial}
`,
      )
      env = { AWS_CONFIG_FILE: path, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
    })
    const withoutYes = ['deploy', 'my-stack', ...small.filter((word) => word !== '--yes'), '--profile', 'work']

    it('is asked for it once, on a terminal', async () => {
      const before = world.account.calls().length
      const shown = await world.onTerminal([`Code of ${serial}`, '123456\r', '(y/N)', 'n\r'], withoutYes, env)
      expect(shown).to.contain('Nothing was done')
      const asked = world.account.calls().slice(before)
      expect(asked.filter(({ operation }) => operation === 'AssumeRole')).to.have.length(1)
    })

    it('says that a code was wrong', async () => {
      const shown = await world.onTerminal([`Code of ${serial}`, '123456\r'], withoutYes, env)
      expect(shown).to.contain('invalid MFA one time pass code').and.to.contain('with the next code')
    })

    it('names the command that asks for it, where nobody can be asked', async () => {
      const { code, error, text } = await refusal(['--profile', 'work'], env)
      expect([code, error], text).to.deep.equal([2, 'CREDENTIALS_MISSING'])
      expect(text).to.contain('aws sts get-caller-identity --profile work').and.to.contain('--profile work-gm')
    })
  })

  it('says that a region is not enabled, though AWS calls the credentials wrong', async () => {
    world.account.settings({ closedRegions: ['ap-east-1'] })
    const { code, error, text } = await refusal(['--region', 'ap-east-1'])
    const looked = await world.gm(['status', 'no-such-stack', '--json'], { AWS_REGION: 'ap-east-1' })
    world.account.settings({ closedRegions: [] })
    expect([looked.code, failureOf(looked).code]).to.deep.equal([2, 'CONFIG_INVALID'])
    expect(failureOf(looked).message).to.contain('AWS cannot be asked for it: The region ap-east-1 is not enabled')
    expect([code, error], text).to.deep.equal([2, 'CONFIG_INVALID'])
    expect(text).to.contain('ap-east-1 is not enabled').and.to.contain('aws account enable-region')
  })

  it('says that credentials are wrong where they are wrong everywhere', async () => {
    const { error } = await refusal([], { AWS_ACCESS_KEY_ID: 'INVALID' })
    expect(error).to.equal('CREDENTIALS_MISSING')
  })

  it('asks AWS for a region that no list has, and refuses one that AWS has not', async () => {
    const { code, error, text } = await refusal(['--region', 'eu-wset-1'])
    expect([code, error], text).to.deep.equal([2, 'CONFIG_INVALID'])
    expect(text).to.contain('AWS has no region eu-wset-1')
    const rendered = ['deploy', 'my-stack', ...small.filter((word) => word !== '--yes'), '--region', 'ap-southeast-5']
    const ended = await world.gm(rendered)
    expect(ended.stderr).to.contain('Nobody can answer')
    expect(ended.stdout).to.contain('ap-southeast-5')
  })

  it('says what is denied', async () => {
    world.account.faults.add({
      operation: 'DescribeVpcs',
      effect: 'error',
      code: 'UnauthorizedOperation',
      status: 403,
      message: 'You are not authorized to perform this operation.',
    })
    const { code, error, text } = await refusal([])
    expect([code, error], text).to.deep.equal([3, 'DENIED'])
    expect(text).to.contain('DescribeVpcs')
  })

  it('asks for --yes where nobody can be asked', async () => {
    const ended = await world.gm(['deploy', 'my-stack', ...small.filter((word) => word !== '--yes')])
    expect(ended.code, ended.stderr).to.equal(2)
    expect(ended.stderr).to.contain(' --yes')
    expect(ended.stdout).to.contain('my-stack')
  })
})

describe('AWS out of reach', function () {
  this.timeout(60_000)
  let desk: CliSandbox
  before(async () => {
    desk = await CliSandbox.open()
  })
  after(() => desk.close())

  it('is said with the address that did not answer', async () => {
    const ended = await desk.gm(['deploy', 'my-stack', ...small, '--json'])
    const error = failureOf(ended)
    expect([ended.code, error.code]).to.deep.equal([3, 'UNREACHABLE'])
    expect(words(error)).to.contain(nowhere.AWS_ENDPOINT_URL.replace('http://', ''))
    expect(await readdir(join(desk.folder, 'home', 'deployments'))).to.deep.equal([])
  })

  it('keeps a folder that cannot be made from hiding behind a bug', async () => {
    await rm(join(desk.folder, 'home'), { recursive: true, force: true })
    await writeFile(join(desk.folder, 'home'), 'a file')
    const ended = await desk.gm(['list', '--json'])
    expect([ended.code, failureOf(ended).code]).to.deep.equal([2, 'STORAGE_DENIED'])
  })
})
