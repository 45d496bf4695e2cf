// Answers of a machine are text that came a long way; they are believed only when they have the shape agreed on.
import { GmError } from '@geuse/plugin-api'
import type { z } from 'zod'

/**
 * @param asked what was asked, e.g. `status`
 * @param text the whole answer
 * @returns the checked answer
 * @throws GmError CLOUD_FAILED when the text is not JSON of that shape
 */
export function parseAnswer<T>(asked: string, schema: z.ZodType<T>, text: string): T {
  const result = schema.safeParse(json(text))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')}: ${issue.message})`
  throw new GmError('CLOUD_FAILED', `The machine gave no usable answer to gmctl ${asked}${where}: ${excerpt(text)}`)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function excerpt(text: string): string {
  return text.trim() === '' ? 'nothing' : JSON.stringify(text.trim().slice(0, 120))
}
