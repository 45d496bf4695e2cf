// Questions to the account that runs: `status`, `calls`, `reset`, `fault`.
import { type Running, readRunning } from './runtime.js'

/** The running account, or an error that says how to start one. */
export const running = async (): Promise<Running> => {
  const found = await readRunning()
  if (!found) throw new Error('No account is running. Start one with: gm-sandbox start')
  return found
}

/** Sends an administrative request to the running account. */
export const ask = async (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: string,
): Promise<Record<string, unknown>> => {
  const { endpoint } = await running()
  const response = await fetch(`${endpoint}/_sandbox/${path}`, body === undefined ? { method } : { method, body })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(String(answer['error']))
  return answer
}
