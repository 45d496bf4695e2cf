// n8n over the public address of a stack, as a browser would reach it: through the account's door, with the certificate
// that a stack without a name of its own makes for itself.
import { request } from 'node:https'
import type { TestAccount } from './test-account.js'

/** What is said. */
export interface Said {
  readonly status: number
  readonly text: string
}

interface Shown {
  readonly url: string
  readonly credentials: readonly { readonly id: string; readonly username: string | null; readonly secret: string }[]
}

/** See the head of this file. */
export class PublicSite {
  readonly #door: string
  readonly #shown: Shown
  /** What n8n gave at a login, as a browser keeps it. */
  #cookie = ''

  private constructor(door: string, shown: Shown) {
    this.#door = door
    this.#shown = shown
  }

  /** Finds out, by `gm credentials`, where it is and who may log in. */
  static async of(world: TestAccount, stack: string): Promise<PublicSite> {
    const shown = JSON.parse((await world.gm(['credentials', stack, '--json'])).stdout) as Shown
    return new PublicSite(await world.account.door(new URL(shown.url).hostname), shown)
  }

  /** Where a browser finds it. */
  get url(): string {
    return this.#shown.url.replace(/\/$/, '')
  }

  /** Who owns n8n. */
  get owner() {
    return this.#shown.credentials.find(({ id }) => id === 'n8n/owner-password')
  }

  /** Asks for a path, or sends JSON to it. @throws Error where nothing answers within a minute */
  ask(path: string, sent?: object): Promise<Said> {
    return new Promise((resolve, reject) => {
      const options = {
        host: this.#door,
        path,
        method: sent === undefined ? 'GET' : 'POST',
        headers: {
          host: new URL(this.#shown.url).host,
          'content-type': 'application/json',
          ...(this.#cookie !== '' && { cookie: this.#cookie }),
        },
        servername: '',
        rejectUnauthorized: false,
        timeout: 60_000,
      }
      const asked = request(options, (answer) => {
        let text = ''
        const [given] = answer.headers['set-cookie'] ?? []
        if (given !== undefined) this.#cookie = given.split(';')[0] ?? ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      })
      asked.on('error', reject).on('timeout', () => asked.destroy(new Error('no answer within a minute')))
      asked.end(sent === undefined ? '' : JSON.stringify(sent))
    })
  }

  /** Logs in to n8n. */
  logIn(password = this.owner?.secret): Promise<Said> {
    return this.ask('/rest/login', { emailOrLdapLoginId: this.owner?.username, password })
  }
}
