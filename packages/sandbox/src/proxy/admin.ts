// The account's own administration over HTTP, for callers in other processes: calls, faults, settings, reset, spot
// loss.
import { type Answer, jsonAnswer } from '../answer/answer.js'
import type { Entry } from '../journal/journal.js'
import type { FaultRule } from '../faults/faults.js'
import type { Settings } from '../account/settings.js'
import { checked, door, faultRule, faultRules, interruption, settingsChange } from './admin-schema.js'

/** What can be administered. */
export interface Administered {
  calls(): readonly Entry[]
  readonly faults: { add(rule: FaultRule): number; remove(id?: number): void; list(): unknown }
  settings(change: Partial<Settings> & { speed?: number }): unknown
  reset(): Promise<void>
  interruptSpot(instanceId: string): void
  door(host: string): Promise<string>
  status(): unknown
}

type Route = (administered: Administered, body: string, query: URLSearchParams) => Promise<unknown> | unknown

const addFaults: Route = ({ faults }, body) => {
  const rules = body.trimStart().startsWith('[') ? checked(faultRules, body) : [checked(faultRule, body)]
  return { ids: rules.map((rule) => faults.add(rule)) }
}

const removeFaults: Route = ({ faults }, _body, query) => {
  const id = query.get('id')
  faults.remove(id === null ? undefined : Number(id))
  return { faults: faults.list() }
}

const routes: Readonly<Record<string, Route>> = {
  'GET /_sandbox/calls': ({ calls }, _body, query) => ({ calls: calls().slice(Number(query.get('after') ?? 0)) }),
  'GET /_sandbox/faults': ({ faults }) => ({ faults: faults.list() }),
  'POST /_sandbox/faults': addFaults,
  'DELETE /_sandbox/faults': removeFaults,
  'GET /_sandbox/settings': (administered) => administered.settings({}),
  'POST /_sandbox/settings': (administered, body) => administered.settings(checked(settingsChange, body)),
  'POST /_sandbox/reset': async (administered) => {
    await administered.reset()
    return { reset: true }
  },
  'POST /_sandbox/spot-interruption': (administered, body) => {
    const { instanceId } = checked(interruption, body)
    administered.interruptSpot(instanceId)
    return { interrupted: instanceId }
  },
  'POST /_sandbox/doors': async (administered, body) => {
    const { host } = checked(door, body)
    return { host, address: await administered.door(host) }
  },
  'GET /_sandbox/status': ({ status }) => status(),
}

/** Answers a request below `/_sandbox/`. */
export async function answerAdmin(
  administered: Administered,
  method: string,
  path: string,
  body: string,
): Promise<Answer> {
  const url = new URL(path, 'http://localhost')
  const route = routes[`${method} ${url.pathname}`]
  if (!route)
    return jsonAnswer(
      { error: `No such request: ${method} ${url.pathname}. There are: ${Object.keys(routes).join(', ')}` },
      404,
    )
  try {
    return jsonAnswer(await route(administered, body, url.searchParams))
  } catch (error) {
    return jsonAnswer({ error: error instanceof Error ? error.message : String(error) }, 400)
  }
}
