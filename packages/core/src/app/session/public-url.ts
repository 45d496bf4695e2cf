// The public URL of a stack, as its document knows it; opened in the browser of whoever sits here, where there is one.
import { GmError } from '@geuse/plugin-api'
import type { Host } from '../host.js'
import { type KnownStackRequest, loadStack } from '../stack/load.js'

/**
 * @returns the URL
 * @throws GmError STACK_UNKNOWN, NOT_FOUND for a stack that has none
 */
export async function publicUrl(host: Host, { name, profile }: KnownStackRequest): Promise<string> {
  const { n8n_url: url, status } = await loadStack(host, name, profile)
  if (url !== null) return url
  throw new GmError('NOT_FOUND', `${name} has no public URL: it is ${status}`, {
    hints: [`gm status ${name}`, `gm deploy ${name}`],
  })
}

/** @returns whether the system's browser was started */
export async function openBrowser(url: string): Promise<boolean> {
  const { default: open } = await import('open')
  return open(url).then(
    () => true,
    () => false,
  )
}
