// The files of a backup on their way between an instance and this computer: over HTTP, through a session of Session
// Manager, as no port of an instance is open for it. A session that breaks off is opened again, and what was on its way
// goes on from there.
import { request, type IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { AnswerOf, ParsedArgsOf } from '@geuse/instance-contract'
import { GmError } from '@geuse/plugin-api'
import type { Host } from '../../host.js'
import { forwardPort, type ForwardedPort } from '../../session/forward-port.js'
import { localPort } from '../../session/local-port.js'
import { sessionPlaceIn, type SessionPlace } from '../../session/place.js'
import type { BackupPlace } from '../place.js'

/** Sessions that may break off one after another without a byte. */
const attempts = 5
/** Milliseconds without a byte, after which a session has broken off. */
const silence = 60_000

/** What comes or goes. */
export interface TransferredFile {
  readonly name: string
  readonly bytes: number
}

/** A way for files. */
export class Transfer {
  readonly #place: SessionPlace
  readonly #at: AnswerOf<'transfer'>
  readonly #signal: AbortSignal
  #forwarded: ForwardedPort | undefined
  #localPort = 0

  private constructor(place: SessionPlace, at: AnswerOf<'transfer'>, signal: AbortSignal) {
    this.#place = place
    this.#at = at
    this.#signal = signal
  }

  /**
   * Has an instance open a port for a backup, and uses it.
   * @param work done while it is open
   * @throws GmError CLOUD_FAILED where sessions break off again and again
   */
  static async using<T>(
    host: Host,
    place: BackupPlace,
    args: ParsedArgsOf<'transfer'>,
    signal: AbortSignal,
    work: (transfer: Transfer) => Promise<T>,
  ): Promise<T> {
    const at = await place.instance(signal).transfer(args)
    const transfer = new Transfer(sessionPlaceIn(host, place.document, place.scope), at, signal)
    try {
      return await work(transfer)
    } finally {
      await transfer.#end()
    }
  }

  /** Fetches a file. @param take takes what came */
  async fetch({ name, bytes }: TransferredFile, take: (chunk: Uint8Array) => Promise<void>): Promise<void> {
    let at = 0
    await this.#insist(
      () => at,
      async () => {
        if (at === bytes) return
        const answer = await this.#ask('GET', name, { range: `bytes=${at}-` })
        for await (const chunk of answer as AsyncIterable<Buffer>) {
          await take(chunk)
          at += chunk.length
        }
        if (at !== bytes) throw new Error(`${name} ended after ${at} of ${bytes} bytes`)
      },
    )
  }

  /** @returns what a small file holds, e.g. a manifest */
  async fetchText(name: string): Promise<string> {
    let content = ''
    await this.#insist(
      () => 0,
      async () => {
        content = await text(await this.#ask('GET', name))
      },
    )
    return content
  }

  /** Brings a file. @param content what it holds, from a byte on. @param onBytes told how many are there */
  async bring(
    { name, bytes }: TransferredFile,
    content: (from: number) => AsyncIterable<Uint8Array>,
    onBytes: (there: number) => void,
  ): Promise<void> {
    let at = 0
    await this.#insist(
      () => at,
      async () => {
        const { headers } = drained(await this.#ask('HEAD', name))
        at = Number(headers['content-length'])
        const range = `bytes ${at}-${Math.max(at, bytes - 1)}/${bytes}`
        const body = counted(content(at), (count) => onBytes((at += count)))
        const more = { 'content-range': range, 'content-length': String(bytes - at) }
        drained(await this.#ask('PUT', name, more, body))
        at = bytes
      },
    )
  }

  /** Again from where it broke off, for as long as each session brings something. */
  async #insist(progress: () => number, work: () => Promise<void>): Promise<void> {
    for (let failures = 0, before = -1; ;) {
      try {
        return await work()
      } catch (error) {
        this.#signal.throwIfAborted()
        if (error instanceof GmError) throw error
        failures = progress() > before ? 1 : failures + 1
        before = progress()
        if (failures >= attempts) throw brokenOff(this.#place, error)
        await this.#close()
        await wait(500 * failures, undefined, { signal: this.#signal })
      }
    }
  }

  async #ask(
    method: string,
    name: string,
    headers: Readonly<Record<string, string>> = {},
    body?: AsyncIterable<Uint8Array>,
  ): Promise<IncomingMessage> {
    const port = await this.#open()
    const authorization = `Bearer ${this.#at.token}`
    const options = {
      ...{ method, port, host: '127.0.0.1', path: `/${name}`, agent: false, signal: this.#signal, timeout: silence },
      headers: { ...headers, authorization, connection: 'close' },
    }
    return new Promise((resolve, reject) => {
      const asked = request(options, (answer) => {
        const { statusCode = 0 } = answer
        if (statusCode < 300) resolve(answer)
        else reject(new Error(`the instance answered ${statusCode}`))
      })
      asked.on('timeout', () => asked.destroy(new Error('nothing came for a minute'))).on('error', reject)
      if (body === undefined) asked.end()
      else pipeline(Readable.from(body), asked).catch(reject)
    })
  }

  async #open(): Promise<number> {
    if (this.#forwarded === undefined) {
      this.#localPort = await localPort(0, undefined)
      const pair = { port: this.#at.port, localPort: this.#localPort }
      this.#forwarded = await forwardPort(this.#place, pair, this.#signal)
    }
    return this.#localPort
  }

  async #close(): Promise<void> {
    const forwarded = this.#forwarded
    this.#forwarded = undefined
    await forwarded?.close()
  }

  /** One that is not told ends by itself, a while later. */
  async #end(): Promise<void> {
    if (this.#forwarded !== undefined && !this.#signal.aborted)
      await this.#ask('DELETE', '').then(drained, () => undefined)
    await this.#close()
  }
}

async function* counted(content: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  for await (const chunk of content) {
    yield chunk
    onBytes(chunk.length)
  }
}

function drained(answer: IncomingMessage): IncomingMessage {
  return answer.resume()
}

function brokenOff({ document: { stack_name: name } }: SessionPlace, error: unknown): GmError {
  const why = error instanceof Error ? error.message : String(error)
  return new GmError('CLOUD_FAILED', `The session with the instance broke off ${attempts} times: ${why}`, {
    cause: error,
    hints: [`gm status ${name}`],
  })
}
