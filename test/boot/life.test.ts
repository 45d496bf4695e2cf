// What happens to a machine in its life: it reboots, stops and starts, sleeps while another one takes the data, has a
// neighbour that wants the data too, loses its host, is taken back, and is replaced.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { onRealMachines } from '../support/real-machines.js'
import { RealStack, timed } from '../support/real-stack.js'
import { small } from '../support/test-account.js'
import { until } from '../support/until.js'

const run = promisify(execFile)

onRealMachines('the life of a real machine', function () {
  this.timeout(30 * 60_000)
  let stack: RealStack

  before(async () => {
    stack = await RealStack.open([...small, '--on-demand'])
    await stack.deploy()
    await stack.sql('create table kept (word text)')
    await stack.sql("insert into kept values ('acknowledged')")
  })
  after(() => stack.close())

  const files = async (path: string): Promise<string> => {
    const format = '{{range .Mounts}}{{if eq .Destination "/sandbox-efs"}}{{.Source}}{{end}}{{end}}'
    const { stdout } = await run('docker', ['inspect', '--format', format, stack.machine])
    return join(stdout.trim(), (await stack.world.inventory())['file-system']?.[0]?.id ?? '', path)
  }
  const wellAgain = async () => {
    expect((await stack.booted()).state).to.equal('ready')
    await stack.answers()
    expect(await stack.sql('select word from kept')).to.equal('acknowledged')
  }

  it('is back by itself after a reboot', async function () {
    await timed(this, 'from the call to a log-in', async () => {
      await stack.aws('ec2', 'reboot_instances', { InstanceIds: [stack.machine] })
      const { lease } = await stack.status()
      const anew = async () => ((await stack.status()).lease?.generation ?? 0) > (lease?.generation ?? 0)
      await until('another boot', async () => ((await anew().catch(() => false)) ? true : undefined), 300)
      await wellAgain()
    })
  })

  it('is back by itself when it is stopped and started', async function () {
    const one = { InstanceIds: [stack.machine] }
    await timed(this, 'until it stood still', async () => {
      await stack.aws('ec2', 'stop_instances', one)
      const running = async () => (await run('docker', ['inspect', '-f', '{{.State.Running}}', stack.machine])).stdout
      await until('it to stand still', async () => ((await running()).trim() === 'false' ? true : undefined), 300)
    })
    expect((await stack.world.gm(['status', 'my-stack'])).stdout).to.contain('stopp')
    await timed(this, 'from the start to a log-in', async () => {
      const started = () =>
        stack.aws('ec2', 'start_instances', one).then(
          () => true,
          () => undefined,
        )
      await until('it to be startable', started, 60)
      await wellAgain()
    })
  })

  it('keeps its data from a second one, which waits and says who has it', async function () {
    const { machine } = stack
    const template = (await stack.world.inventory())['launch-template']?.[0]?.id
    const [first] = (
      await stack.aws<{ Reservations: { Instances: { SubnetId: string }[] }[] }>('ec2', 'describe_instances', {
        InstanceIds: [machine],
      })
    ).Reservations.flatMap(({ Instances }) => Instances)
    const { Instances } = await stack.aws<{ Instances: { InstanceId: string }[] }>('ec2', 'run_instances', {
      LaunchTemplate: { LaunchTemplateId: template },
      ...{ MinCount: 1, MaxCount: 1, InstanceType: 't3.large', SubnetId: first?.SubnetId },
      TagSpecifications: [{ ResourceType: 'instance', Tags: await tagsOf(machine) }],
    })
    const second = Instances[0]?.InstanceId ?? ''
    const address = (await stack.world.inventory())['elastic-ip']?.[0]?.id
    // A boot waits for its address first: whoever gives it away is wrong, and must not lose data by it.
    await until('the address to be given', () => given(second, address), 120)
    await timed(this, 'until it says so', async () => {
      const log = async () => (await stack.status(second).catch(() => undefined))?.log.join('\n') ?? ''
      const words = `waits: ${machine} holds the data of this stack since`
      await until('the second one to wait', async () => ((await log()).includes(words) ? true : undefined), 300)
      expect(await log()).to.match(/\(generation \d+, renewed \d+ s ago\), and is running/)
    })
    expect((await run('docker', ['exec', second, 'docker', 'ps', '--quiet'])).stdout).to.equal('')
    await stack.aws('ec2', 'terminate_instances', { InstanceIds: [second] })
    await until('the second one to go', () => gone(second), 300)
    await given(machine, address)
    expect(await stack.sql('select word from kept')).to.equal('acknowledged')
  })

  const tagsOf = async (machine: string) => {
    const { Tags } = await stack.aws<{ Tags: { Key: string; Value: string }[] }>('ec2', 'describe_tags', {
      Filters: [{ Name: 'resource-id', Values: [machine] }],
    })
    return Tags.filter(({ Key }) => ['geusemaker:stack', 'geusemaker:stack-id', 'Stack'].includes(Key)).map(
      ({ Key, Value }) => ({ Key, Value }),
    )
  }
  const given = (machine: string, address?: string) =>
    stack
      .aws('ec2', 'associate_address', { InstanceId: machine, AllocationId: address, AllowReassociation: true })
      .then(
        () => true,
        () => undefined,
      )
  const gone = async (machine: string) =>
    (await run('docker', ['ps', '--all', '--quiet', '--filter', `name=${machine}`])).stdout === '' ? true : undefined

  it('is started again by a deploy, with every row, when its host was lost', async function () {
    await timed(this, 'from the end to a log-in', async () => {
      await run('docker', ['kill', '--signal', 'KILL', stack.machine])
      await stack.deploy()
      await wellAgain()
    })
  })

  it('does not write when it wakes up and another one holds the data', async function () {
    const folder = await files('.geusemaker/lease')
    const { stdout } = await run('ls', [folder])
    const last = Number(stdout.trim().split('\n').at(-1))
    const writing = run('docker', [
      ...['exec', stack.machine, 'docker', 'exec', 'postgres', 'bash', '-c'],
      'while psql -U postgres -qc "insert into kept values (\'late\')"; do :; done',
    ]).catch(() => undefined)
    await until('rows', async () => (Number(await stack.sql('select count(*) from kept')) > 5 ? true : undefined))
    await run('docker', ['pause', stack.machine])
    await writeFile(join(folder, String(last + 1).padStart(8, '0')), 'i-0000000000000000f\t2026-01-01T00:00:00Z\tx\n')
    const woken = Date.now()
    await run('docker', ['unpause', stack.machine])
    await until('its services to end', async () =>
      (await stack.inside('docker', 'ps', '--quiet')) === '' ? true : undefined,
    )
    const still = Date.now() - woken
    await writing
    const newest = `find ${await files('postgres')} -type f -printf '%T@\\n' | sort -n | tail -n 1`
    const written = Math.round(Number((await run('bash', ['-c', newest])).stdout) * 1000) - woken
    if (this.test) this.test.title += ` (last write ${Math.max(0, written)} ms after it woke, still after ${still} ms)`
    expect(written).to.be.lessThan(still)
    expect(await stack.inside('/opt/geusemaker/current/gmctl', 'status')).to.contain(
      'i-0000000000000000f holds the data',
    )
  })
})

onRealMachines('the life of a real spot machine', function () {
  this.timeout(30 * 60_000)
  let stack: RealStack
  before(async () => {
    stack = await RealStack.open()
    await stack.deploy()
    await stack.sql('create table kept (word text)')
    await stack.sql("insert into kept values ('acknowledged')")
  })
  after(() => stack.close())

  it('drains, says so on every way, and is replaced by the next deploy with all that it had', async function () {
    const { world, machine } = stack
    // Its two minutes are real ones: so long a machine has.
    world.account.settings({ speed: 1 })
    const began = Date.now()
    world.account.interruptSpot(machine)
    await timed(this, 'until it was drained', async () => {
      const drained = async () => ((await stack.status()).state === 'drained' ? true : undefined)
      await until('it to drain', drained, 120)
    })
    expect(await stack.status()).to.deep.include({ state: 'drained', reason: 'interruption' })
    expect((await stack.status()).notice).to.include({ kind: 'interruption', what: 'terminate' })
    expect(await stack.inside('tail', '-n', '1', '/mnt/efs/.geusemaker/notices.tsv')).to.contain(
      `${machine}\tinterruption`,
    )
    expect(await stack.inside('docker', 'ps', '--quiet')).to.equal('')
    const { code, stdout } = await world.gm(['status', 'my-stack'])
    expect([code, /takes the spot instance i-\w+ back/.test(stdout)], stdout).to.deep.equal([3, true])
    // EC2 forgets an instance an hour after its end: the deploy has to be done by then.
    world.account.settings({ speed: 5 })
    const { replaced } = await stack.deploy()
    expect(replaced).to.include({ from: machine, to: stack.machine, wasTakenBack: true })
    await stack.answers()
    const seconds = Math.round((Date.now() - began) / 100) / 10
    if (this.test) this.test.title += ` (from the notice to a log-in on another one: ${seconds} s)`
    expect(await stack.sql('select word from kept')).to.equal('acknowledged')
  })
})
