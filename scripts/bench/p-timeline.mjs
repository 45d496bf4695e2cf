import { maxSpeed } from '@geuse/sandbox'
import { openAccount } from './account-thread.mjs'
const account = await openAccount({ speed: maxSpeed })
for (const name of Object.keys(process.env).filter((key) => /^(AWS_|GEUSEMAKER_|(HTTPS?|NO|ALL)_PROXY$)/i.test(key))) delete process.env[name]
Object.assign(process.env, account.env)
const { spawn } = await import('node:child_process'); const { once } = await import('node:events')
const { mkdtempSync } = await import('node:fs')
await account.settings({ latencyMs: 100, speed: maxSpeed })
const HOME = mkdtempSync('/tmp/p-tl-')
const gm = async (...args) => { const t=Date.now(); const c = spawn('node_modules/.bin/node', ['bin/gm.js', ...args], { env: { ...account.env, PATH: process.env.PATH, HOME }, stdio: ['ignore','ignore','inherit'] }); const [code]= await once(c,'close'); return [t, Date.now(), code] }
async function show(title, ran, from) {
  const [t0, t1] = ran
  const calls = (await account.calls()).slice(from)
  console.log(title, t1-t0, 'ms')
  if (process.argv[2]) console.log(JSON.stringify(calls[0]))
  for (const c of calls) { const s = (c.startedAt ?? c.at ?? c.time) ; console.log(String(Math.round(typeof s==='string'?Date.parse(s)-t0:s-t0)).padStart(6), String(Math.round((c.ms ?? c.durationMs ?? 0))).padStart(5), c.service, c.operation, c.status ?? '', c.inFlightAtStart) }
  return (await account.calls()).length
}
const a = await gm('deploy','bench','--yes','--progress','silent','--set','n8n.owner-email=o@e.com')
const n = await show('deploy', a, 0)
const b = await gm('destroy','bench','--yes','--progress','silent','--delete-data')
await show('destroy', b, n)
await account.stop(); process.exit()
