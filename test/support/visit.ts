// A visit to the web of an account, as of somebody whose browser takes its proxy and does not look at certificates.
import { Agent as HttpAgent, get } from 'node:http'
import { Agent as HttpsAgent, get as getSecurely } from 'node:https'
import type { TestAccount } from './test-account.js'

/** @returns the status of the answer; redirects are not followed. @throws Error where nobody answers */
export function visit(world: TestAccount, url: string): Promise<number> {
  const { endpoint } = world.account
  const proxyEnv = { HTTP_PROXY: endpoint, HTTPS_PROXY: endpoint }
  return new Promise((resolve, reject) => {
    const asked = url.startsWith('https:')
      ? getSecurely(url, { agent: new HttpsAgent({ proxyEnv, rejectUnauthorized: false }) })
      : get(url, { agent: new HttpAgent({ proxyEnv }) })
    asked.on('error', reject).on('response', (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
  })
}
