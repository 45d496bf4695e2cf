// Questions to the account that runs, over its own administration.
import { GmError } from '@geuse/plugin-api'
import type { Running } from './runtime.js'

/**
 * @param method of HTTP
 * @param path below `/_sandbox/`
 * @param body JSON
 * @returns its answer
 * @throws GmError CONFIG_INVALID for what it does not take
 */
export async function ask(
  { endpoint }: Running,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${endpoint}/_sandbox/${path}`, body === undefined ? { method } : { method, body })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new GmError('CONFIG_INVALID', oneSentence(String(answer['error'])))
  return answer
}

/** What is wrong with a body is told in marked lines. */
function oneSentence(text: string): string {
  return text.replaceAll('✖ ', '').replaceAll(/\s*\n\s*→?\s*/g, ' ')
}
