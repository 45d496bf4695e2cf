// What goes wrong on a real machine: the deploy and the status say in which phase and why, and the same command goes on
// from there once the cause is gone.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { failureOf, words } from '../support/cli-sandbox.js'
import { onRealMachines } from '../support/real-machines.js'
import { RealStack, timed } from '../support/real-stack.js'
import { small } from '../support/test-account.js'
import { until } from '../support/until.js'

const run = promisify(execFile)

interface Failing {
  readonly what: string
  readonly phase: string
  readonly says: RegExp
  /** Options of the deploy that fails. */
  readonly args?: readonly string[]
  /** What root does to the machine before its boot gets there, and to make it good again. */
  readonly harm?: string
  readonly heal?: string
}

const failures: readonly Failing[] = [
  {
    what: 'the package repository is down',
    phase: 'packages',
    says: /docker, amazon-efs-utils and jq could not be installed/,
    harm: 'mv /usr/share/sandbox-packages /usr/share/away',
    heal: 'mv /usr/share/away /usr/share/sandbox-packages',
  },
  {
    what: 'an image does not exist',
    phase: 'images',
    says: /could not be pulled: .*n8nio\/n8n:0\.0\.1/,
    args: ['n8n.image=docker.io/n8nio/n8n:0.0.1', 'n8n.runners-image=n8nio/runners:0.0.1'].flatMap((set) => [
      '--set',
      set,
    ]),
  },
  {
    what: 'the disk is full',
    phase: 'images',
    says: /no space left on device/,
    harm: 'mount -t tmpfs -o size=64m tmpfs /var/lib/docker',
    heal: 'systemctl stop docker docker.socket; umount /var/lib/docker',
  },
]

onRealMachines('a boot that fails on a real machine', function () {
  this.timeout(30 * 60_000)
  let stack: RealStack
  before(async () => {
    stack = await RealStack.open()
  })
  after(() => stack.close())

  const launched = async (): Promise<string> => {
    const label = ['ps', '--filter', 'name=^i-', '--format', '{{.Names}}']
    const mine = async () => {
      const known = new Set((await stack.world.inventory())['instance']?.map(({ id }) => id))
      return (await run('docker', label)).stdout.split('\n').find((name) => known.has(name))
    }
    return until('the machine', mine, 180)
  }

  for (const { what, phase, says, args = [], harm, heal } of failures)
    it(`because ${what}: says so, and goes on when the cause is gone`, async function () {
      const { world } = stack
      await timed(this, 'until it was said', async () => {
        const { ended } = world.start(['deploy', 'my-stack', ...small, ...args, '--no-rollback', '--json'])
        const machine = await launched()
        if (harm !== undefined) await run('docker', ['exec', machine, 'bash', '-c', harm])
        const failed = await ended
        const text = words(failureOf(failed))
        expect([failed.code, failureOf(failed).code], text).to.deep.equal([3, 'BOOT_FAILED'])
        expect(text).to.contain(`phase ${phase}`).and.to.match(says)
        const seen = await world.gm(['status', 'my-stack'])
        expect([seen.code, seen.stdout.includes(`failed in ${phase}`)], seen.stdout).to.deep.equal([3, true])
        stack.machine = machine
        expect(await stack.status()).to.include({ state: 'failed', phase })
      })
      if (heal !== undefined) {
        await stack.bash(heal)
        await timed(this, 'until it was well', () => stack.deploy())
        await stack.answers()
      }
      await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    })
})
