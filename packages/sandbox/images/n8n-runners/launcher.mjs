// Stands in for n8n's task-runner launcher: asks n8n's broker for leave with the shared token, keeps one JavaScript
// runner going with it, and says on port 5680 that it is there. The runner gets no variable but its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const broker = process.env.N8N_RUNNERS_TASK_BROKER_URI ?? 'http://127.0.0.1:5679'
const start = '/usr/local/lib/node_modules/@n8n/task-runner/dist/start.js'
const flags = ['--disallow-code-generation-from-strings', '--disable-proto=delete']
const passedOn = ['PATH', 'LANG', 'TZ', 'GENERIC_TIMEZONE', 'N8N_RUNNERS_TASK_TIMEOUT', 'N8N_RUNNERS_MAX_CONCURRENCY']
const pauseMs = 1000
const askMs = 5000

const token = readToken()
createServer((_, answer) => answer.end('{"status":"ok"}')).listen(5680)
let runner
let said
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => leave(signal))
for (;;) {
  await runOnce().catch(complain)
  await sleep(pauseMs)
}

function readToken() {
  const { N8N_RUNNERS_AUTH_TOKEN: given, N8N_RUNNERS_AUTH_TOKEN_FILE: file } = process.env
  if (given === undefined && file === undefined) {
    console.error('N8N_RUNNERS_AUTH_TOKEN or N8N_RUNNERS_AUTH_TOKEN_FILE has to be set')
    process.exit(1)
  }
  return given ?? readFileSync(file, 'utf8').trim()
}

/** While n8n starts, the same thing is tried again every second: it is said once. */
function complain({ message, cause }) {
  const words = cause === undefined ? message : `${message}: ${cause.code ?? cause.message}`
  if (words !== said) console.error(words)
  said = words
}

/** One runner, until n8n ends the connection: then it may have started anew, and a new leave is asked for. */
async function runOnce() {
  const env = Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  env.N8N_RUNNERS_GRANT_TOKEN = await leaveFromBroker()
  env.N8N_RUNNERS_TASK_BROKER_URI = broker
  runner = spawn(process.execPath, [...flags, start], { env, stdio: 'inherit' })
  const [code] = await once(runner, 'exit')
  throw new Error(`the runner ended with code ${code}`)
}

/** It holds for some seconds, and once. */
async function leaveFromBroker() {
  const answer = await fetch(`${broker}/runners/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(askMs),
  })
  if (!answer.ok) throw new Error(`n8n's broker answers ${answer.status}`)
  return (await answer.json()).data.token
}

function leave(signal) {
  runner?.once('exit', () => process.exit(0))
  if (!runner?.kill(signal)) process.exit(0)
}
