// Whom the reverse proxy of a simulated instance turns away: its configuration may demand a header with a secret, which
// it reads from a file.
import type { Context } from '../account/context.js'
import type { Scope } from '../request/call.js'
import type { Bundle } from './bundle.js'
import { readCompose } from './compose-file.js'
import type { PortRequest } from './emulated-instance.js'
import { planTable } from './plan.js'

const secrets = '/run/geusemaker/secrets/'

/** Whether it answers 403. */
export async function isTurnedAway(
  cx: Context,
  { account, region }: Scope,
  bundle: Bundle,
  { path, headers }: PortRequest,
): Promise<boolean> {
  const text = bundle.files.get('templates/edge/Caddyfile')?.text ?? ''
  const [, header = '', file] = /not header (\S+) \{file\.(\S+)\}/.exec(text) ?? []
  if (file === undefined || path.split('?')[0] === /not path (\S+)/.exec(text)?.[1]) return false
  const secret = await secretIn(cx, { account, region }, bundle, file)
  return secret === undefined || headers[header.toLowerCase()] !== secret
}

async function secretIn(cx: Context, scope: Scope, bundle: Bundle, path: string): Promise<string | undefined> {
  const compose = readCompose(bundle.files.get('compose.yaml')?.text)
  if ('reason' in compose) return undefined
  const edge = compose.services.find(({ name }) => name === 'edge')
  const source = edge?.binds.find(({ target }) => target === path)?.source
  const row = planTable(bundle, 'secrets').find(({ file }) => secrets + file === source)
  if (row === undefined) return undefined
  const asked = { Name: `${planTable(bundle, 'stack').parameter_path}/${row.parameter}`, WithDecryption: true }
  const { Parameter } = await cx.moto.askJson<{ Parameter: { Value: string } }>(scope, 'ssm', 'GetParameter', asked)
  return Parameter.Value
}
