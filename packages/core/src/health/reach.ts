// Whether the public URL can be reached from where the user is, judged together with what the instance says of itself:
// a wrong answer is a failure; no connection to something that is healthy inside is most often this computer's network.
import type { Verdict } from './judgement.js'
import type { reach } from '../output/health.js'
import type { Told } from '../output/told.js'

/** What came of asking the public URL. */
export type Outside =
  | { readonly kind: 'answered'; readonly status: number; readonly trusted?: boolean }
  | { readonly kind: 'no-connection'; readonly error: string }

/** What to make of it. */
export type Reach = Told<typeof reach>

/**
 * @param url that was asked
 * @param outside what came of it
 * @param inside what the instance's own probes say
 * @returns what to make of it; any status below 400 counts as an answer of the right thing
 */
export function judgeReach(url: string, outside: Outside, inside: Verdict): Reach {
  if (outside.kind === 'answered' && outside.status < 400)
    return { verdict: 'reached', text: `${url} answers${certificateWords(outside.trusted)}` }
  if (outside.kind === 'answered')
    return { verdict: 'wrong-answer', text: `${url} answers with status ${outside.status}` }
  if (inside !== 'healthy') return { verdict: 'down', text: `${url} does not answer (${outside.error})` }
  const text = `Everything is healthy on the instance, but ${url} cannot be reached from this computer (${outside.error})`
  return { verdict: 'not-from-here', text }
}

function certificateWords(trusted: boolean | undefined): string {
  return trusted === false ? ', with a certificate that this computer does not trust: a browser warns' : ''
}
