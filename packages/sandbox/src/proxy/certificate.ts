// Certificates for the hosts of the sandbox's web and of what lies beyond a machine's network: self-made, on demand,
// kept in memory only.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../moto/certificate.py', import.meta.url))

/** A key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** Makes certificates, one a host, with the Python that has moto; it is started for the first of them and stays. */
export class Certificates {
  readonly #python: string
  readonly #made = new Map<string, Promise<Certificate>>()
  readonly #waiting: { resolve(made: Certificate): void; reject(error: Error): void }[] = []
  #maker: ChildProcess | undefined

  constructor(python: string) {
    this.#python = python
  }

  /** The certificate of a host, always the same one, signed by itself. */
  of(host: string): Promise<Certificate> {
    return this.#once(`self ${host}`)
  }

  /** The same, signed by the account's own authority, which its machines trust. */
  signed(host: string): Promise<Certificate> {
    return this.#once(`signed ${host}`)
  }

  /** @returns the certificate of that authority, as PEM */
  async authority(): Promise<string> {
    return (await this.#once('authority')).cert
  }

  #once(question: string): Promise<Certificate> {
    const known = this.#made.get(question) ?? this.#make(question)
    this.#made.set(question, known)
    return known
  }

  /** Ends the Python. */
  close(): void {
    this.#maker?.stdin?.end()
  }

  #make(question: string): Promise<Certificate> {
    const maker = (this.#maker ??= this.#start())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      maker.stdin?.write(`${question}\n`)
    })
  }

  /** Answers come in the order of the questions. */
  #start(): ChildProcess {
    const child = spawn(this.#python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    const end = (): void => {
      this.#maker = undefined
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('the maker of certificates has ended'))
    }
    child.once('error', end).once('exit', end)
    if (child.stdout)
      createInterface(child.stdout).on('line', (line) =>
        this.#waiting.shift()?.resolve(JSON.parse(line) as Certificate),
      )
    return child
  }
}
