// n8n over the public address of a stack, as a browser would reach it: through the account's door, with the certificate
// that a stack without a name of its own makes for itself.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { Duplex } from 'node:stream'
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
      const options = this.#options(path, { method: sent === undefined ? 'GET' : 'POST' })
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

  /** Opens a WebSocket of a page, as whoever has logged in. @throws Error where it is refused */
  async webSocket(path: string): Promise<Duplex> {
    const headers = {
      ...{ connection: 'Upgrade', upgrade: 'websocket', origin: this.url },
      ...{ 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64') },
    }
    const asked = request(this.#options(path, { headers }))
    asked.end()
    const refused = once(asked, 'response').then(([answer]) => {
      throw new Error(`${path} was answered with ${(answer as IncomingMessage).statusCode}`)
    })
    const [, socket] = (await Promise.race([once(asked, 'upgrade'), refused])) as [IncomingMessage, Duplex]
    return socket
  }

  #options(path: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> }) {
    return {
      host: this.#door,
      path,
      method,
      headers: {
        host: new URL(this.#shown.url).host,
        'content-type': 'application/json',
        ...(this.#cookie !== '' && { cookie: this.#cookie }),
        ...headers,
      },
      servername: '',
      rejectUnauthorized: false,
      timeout: 60_000,
    }
  }

  /** Logs in to n8n. */
  logIn(password = this.owner?.secret): Promise<Said> {
    return this.ask('/rest/login', { emailOrLdapLoginId: this.owner?.username, password })
  }
}
