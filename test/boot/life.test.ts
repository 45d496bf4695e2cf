// What happens to a machine in its life: it sleeps while another one takes the data, it is killed, and it is replaced.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { PublicSite } from '../support/public-site.js'
import { onRealMachines } from '../support/real-machines.js'
import { TestAccount, small } from '../support/test-account.js'
import { until } from '../support/until.js'

const run = promisify(execFile)

onRealMachines('the life of a real machine', function () {
  this.timeout(30 * 60_000)
  let world: TestAccount
  let machine: string

  before(async () => {
    world = await TestAccount.open({ machines: 'real', speed: 20 })
    await deploy()
  })
  after(() => world.close())

  const deploy = async (): Promise<void> => {
    await world.done(['deploy', 'my-stack', ...small])
    machine = (await world.inventory())['instance']?.[0]?.id ?? ''
  }
  const inside = async (...words: string[]): Promise<string> =>
    (await run('docker', ['exec', machine, ...words])).stdout.trim()
  const sql = (statement: string): Promise<string> =>
    inside('docker', 'exec', 'postgres', 'psql', '-U', 'postgres', '-Atc', statement)
  const leases = async (): Promise<string> => {
    const format = '{{range .Mounts}}{{if eq .Destination "/sandbox-efs"}}{{.Source}}{{end}}{{end}}'
    const files = (await run('docker', ['inspect', '--format', format, machine])).stdout.trim()
    return join(files, (await world.inventory())['file-system']?.[0]?.id ?? '', '.geusemaker/lease')
  }

  it('takes every row with it to the machine that replaces it, when it was killed', async () => {
    await sql('create table kept (word text)')
    await sql("insert into kept values ('acknowledged')")
    const killed = machine
    await run('docker', ['kill', '--signal', 'KILL', killed])
    await deploy()
    expect(machine).not.to.equal(killed)
    expect(await sql('select word from kept')).to.equal('acknowledged')
    expect((await (await PublicSite.of(world, 'my-stack')).logIn()).status).to.equal(200)
  })

  it('stops its services when it wakes up and another one holds the data', async () => {
    const folder = await leases()
    const { stdout } = await run('ls', [folder])
    const last = Number(stdout.trim().split('\n').at(-1))
    await run('docker', ['pause', machine])
    await writeFile(join(folder, String(last + 1).padStart(8, '0')), 'i-0000000000000000f\t2026-01-01T00:00:00Z\tx\n')
    await run('docker', ['unpause', machine])
    await until('its services to end', async () =>
      (await inside('docker', 'ps', '--quiet')) === '' ? true : undefined,
    )
    expect(await inside('/opt/geusemaker/current/gmctl', 'status')).to.contain('i-0000000000000000f holds the data')
  })
})
