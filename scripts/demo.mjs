// The whole of gm in a minute, on this computer: a stack deployed, looked at, a second one killed half-way and
// finished, both destroyed, and the account asked whether anything is left. Every step is checked; the first that is
// not as it should be ends the demo with exit code 1. With `--real`, one stack on a real machine.
import { startAccount } from '@geuse/sandbox'
import { counted, differences, inventory, namesOf } from './demo-account.mjs'
import { check, command, heading, opening, paragraph, stopped, table, total } from './demo-words.mjs'
import { realActs } from './demo-real.mjs'
import { openStage } from './demo-stage.mjs'

/** AWS seconds that pass in a second. */
const speed = 20

/** What one stack is made of; parameters apart, as their number is the services'. */
const oneStack = {
  vpc: 1,
  subnet: 2,
  'internet-gateway': 1,
  'security-group': 2,
  instance: 1,
  'elastic-ip': 1,
  bundle: 1,
  'launch-template': 1,
  volume: 1,
  interface: 3,
  'file-system': 1,
  'mount-target': 2,
  role: 1,
  'instance-profile': 1,
}
const twice = Object.fromEntries(Object.entries(oneStack).map(([type, count]) => [type, 2 * count]))
const owner = ['--set', 'n8n.owner-email=you@example.com']

const real = process.argv.includes('--real')
const started = Date.now()
opening(speed, real)
process.exitCode = await main()

/** @returns {Promise<number>} the exit code */
async function main() {
  const stage = await openStage(() => startAccount({ speed, machines: real ? 'real' : 'simulated' }))
  if (stage === undefined) return 1
  try {
    const acts = real ? realActs : [deploy, look, killHalfWay, finish, keepData, leaveNothing]
    for (const act of acts) await act(stage)
    total(Date.now() - started, stage.account.calls().filter(({ service }) => service !== 'web').length)
    return 0
  } catch (error) {
    if (stage.isInterrupted()) return stopped()
    process.stderr.write(`\n✖ ${error.message}\n`)
    return 1
  } finally {
    await stage.close()
  }
}

async function deploy(stage) {
  heading('Five services in an account that has nothing')
  await stage.gm('deploy', 'my-stack', ...owner, '--yes')
}

async function look(stage) {
  heading('How it is')
  await stage.gm('status', 'my-stack')
  paragraph('And what now stands in the account, told by moto itself, past gm:')
  await expectThere(stage, oneStack, 'one stack, nothing twice')
}

async function killHalfWay(stage) {
  heading('A second deploy, killed half-way')
  const { pid, inFlight, mutating } = await stage.gmUntil(
    ['deploy', 'second-stack', '--services', 'n8n', ...owner, '-y'],
    'CreateFleet',
  )
  command(`kill -9 ${pid}`)
  paragraph(
    `Killed ${inFlight ? 'in the middle of' : 'right after'} CreateFleet, after ${mutating} calls that changed something: AWS`,
  )
  paragraph('was asked for an instance, and gm never wrote down whether it got one.')
  await stage.gm('list')
}

async function finish(stage) {
  heading('The same command again')
  await stage.gm('deploy', 'second-stack', '--yes')
  await expectThere(stage, twice, 'two stacks, nothing twice: the instance that was asked for is the one in use')
}

async function keepData(stage) {
  heading('Destroyed, but for its data')
  await stage.gm('destroy', 'my-stack', '--yes')
  const { parameter: _, ...left } = counted(await stage.inventory())
  check(
    differences(left, { ...oneStack, 'file-system': 2 }),
    'the file system and the passwords of my-stack are kept, second-stack is untouched',
  )
}

async function leaveNothing(stage) {
  heading('Destroyed, with its data')
  await stage.gm('destroy', 'my-stack', '--delete-data', '--yes')
  await stage.gm('destroy', 'second-stack', '--delete-data', '--yes')
  heading('Is anything left?')
  const left = await inventory(stage.account)
  command(`python3 inventory.py   # boto3, straight to moto`)
  paragraph(Object.keys(left).length === 0 ? '{}' : namesOf(left).join('\n'))
  check(differences(counted(left), {}), 'the account is empty')
}

async function expectThere(stage, wanted, words) {
  const { parameter, ...others } = counted(await stage.inventory())
  table({ ...others, parameter })
  check(differences(others, wanted), words)
}
