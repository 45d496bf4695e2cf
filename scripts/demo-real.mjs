// The demo on a real machine: what gm launches boots, serves n8n on PostgreSQL, and is logged in to over its public
// address; then all of it is destroyed.
import { execFile } from 'node:child_process'
import { request } from 'node:https'
import { createInterface } from 'node:readline/promises'
import { promisify } from 'node:util'
import { counted, differences, inventory, namesOf } from './demo-account.mjs'
import { check, command, heading, paragraph } from './demo-words.mjs'

const run = promisify(execFile)
const stack = 'my-stack'

/** The acts, in order. */
export const realActs = [deploy, look, lookInside, logIn, leaveNothing]

async function deploy(stage) {
  heading('n8n and its PostgreSQL in an account that has nothing')
  await stage.gm('deploy', stack, '--services', 'n8n', '--set', 'n8n.owner-email=you@example.com', '--yes')
}

async function look(stage) {
  heading('How it is')
  await stage.gm('status', stack)
}

async function lookInside(stage) {
  heading('What runs on the machine')
  const machine = (await stage.inventory()).instance[0].id
  command(`docker exec ${machine} docker ps`)
  const format = 'table {{.Names}}\t{{.Image}}\t{{.Status}}'
  paragraph((await run('docker', ['exec', machine, 'docker', 'ps', '--format', format])).stdout.trimEnd())
}

async function logIn(stage) {
  heading('Logged in over its public address')
  const shown = JSON.parse(await stage.gmSays('credentials', stack, '--json'))
  const host = new URL(shown.url).hostname
  const door = await stage.account.door(host)
  const [{ username, secret }] = shown.credentials
  const { status, text } = await post(door, host, '/rest/login', { emailOrLdapLoginId: username, password: secret })
  check(status === 200 && text.includes(username) ? [] : [`${status} ${text}`], `n8n knows ${username}`)
  paragraph(`${shown.url} is answered on this computer at https://${door}`)
  if (!process.stdin.isTTY) return
  paragraph(`Open it in a browser: ${username}, ${secret}`)
  const line = createInterface({ input: process.stdin, output: process.stdout })
  await line.question('Enter goes on, and destroys it. ').finally(() => line.close())
}

async function leaveNothing(stage) {
  heading('Destroyed, with its data')
  await stage.gm('destroy', stack, '--delete-data', '--yes')
  const left = await inventory(stage.account)
  paragraph(Object.keys(left).length === 0 ? '{}' : namesOf(left).join('\n'))
  check(differences(counted(left), {}), 'the account is empty')
}

/** The stack has no name of its own, so that its certificate is one that it made for itself. */
function post(door, host, path, body) {
  const headers = { host, 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const options = { host: door, path, method: 'POST', headers, servername: '', rejectUnauthorized: false }
    const asked = request(options, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, text }))
    })
    asked.on('error', reject).end(JSON.stringify(body))
  })
}
