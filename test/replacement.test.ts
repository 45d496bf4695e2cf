// An instance that is lost behind gm's back, or that AWS takes back: what `gm status` says of it, and that `gm deploy`
// brings another one with the same URL, passwords and data, and says what that cost.
import { expect } from 'chai'
import { maxSpeed } from '@geuse/sandbox'
import { terminate } from './support/tamper.js'
import { counts, TestAccount } from './support/test-account.js'

interface Seen {
  readonly healthy: boolean
  readonly problems: readonly string[]
}
interface Deployed {
  readonly url: string
  readonly replaced?: {
    readonly from: string
    readonly to: string
    readonly wasTakenBack: boolean
    readonly recoveryMs: number
    readonly restored: readonly { readonly service: string; readonly at: string }[]
  }
}

const stack = ['--services', 'n8n,qdrant', '--set', 'n8n.owner-email=owner@example.com', '--yes'] as const

describe('an instance that is lost', function () {
  this.timeout(240_000)
  let world: TestAccount
  let at: { url: string; passwords: string; instance: string }
  before(async () => {
    world = await TestAccount.open()
    const { url } = await deployed(stack)
    at = { url, passwords: await passwords(), instance: await instance() }
  })
  after(() => world.close())

  const deployed = async (args: readonly string[]): Promise<Deployed> => {
    const stdout = await world.done(['deploy', 'my-stack', ...args, '--json'])
    return JSON.parse(stdout) as Deployed
  }
  const seen = async (): Promise<Seen> => JSON.parse((await world.gm(['status', 'my-stack', '--json'])).stdout) as Seen
  const passwords = async () => (await world.gm(['credentials', 'my-stack', '--json'])).stdout
  const instance = async () => String((await world.document('my-stack'))['instance_id'])
  const history = async () =>
    (await world.document('my-stack'))['rollback_history'] as { trigger: string; resources_deleted: string[] }[]

  it('is shown by gm status, with the command that brings another one', async () => {
    await terminate(world, at.instance)
    const { healthy, problems } = await seen()
    expect(healthy).to.equal(false)
    expect(problems.join()).to.match(
      /is (shutting-down|terminated|gone).*gm deploy my-stack brings another one, with the same/,
    )
  })

  it('is replaced by gm deploy, with the same URL and passwords; time and data are told', async () => {
    const { url, replaced } = await deployed(['--yes'])
    expect(url).to.equal(at.url)
    expect(await passwords()).to.equal(at.passwords)
    expect(replaced).to.include({ from: at.instance, to: await instance(), wasTakenBack: false })
    expect(replaced?.recoveryMs).to.be.within(1, 240_000)
    expect(await history()).to.have.length(1)
    expect(await seen()).to.include({ healthy: true })
  })

  it('is replaced too when AWS takes it back: nothing is begun on it again, and its last copy is what comes back', async () => {
    const doomed = await instance()
    // Its two minutes are to last as long as a look, and the beginning of the deploy.
    world.account.settings({ speed: 4 })
    world.account.interruptSpot(doomed)
    const { healthy, problems } = await seen()
    expect([healthy, problems.join()]).to.deep.equal([false, problems[0]])
    expect(problems[0]).to.match(/AWS takes the spot instance i-\w+ back at 2.*its data was copied.*replaces it$/)
    world.account.settings({ speed: 20 })
    const human = await world.gm(['deploy', 'my-stack', '--yes'])
    expect(human.code, human.stderr).to.equal(0)
    expect(human.stdout).to.contain(`Replaced  ${doomed}, which AWS took back`)
    expect(human.stdout).to.match(/the stack answered again .* after/)
    expect(human.stdout).to.match(/data: on EFS as it was; qdrant as of 20\d\d-/)
    expect(human.stderr).not.to.contain('starting them again')
    expect((await history()).at(-1)).to.deep.include({ trigger: 'spot_interruption', resources_deleted: [doomed] })
    expect(counts(await world.inventory())).to.include({ instance: 1 })
    expect(await passwords()).to.equal(at.passwords)
  })

  it('leaves nothing to do once it has been replaced', async () => {
    world.account.settings({ speed: maxSpeed })
    const { replaced } = await deployed(['--yes'])
    expect(replaced).to.equal(undefined)
    expect(await seen()).to.include({ healthy: true })
  })
})
