// Certificates for the hosts of the sandbox's web: self-made, on demand, kept in memory only.
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

  /** The certificate of a host, always the same one. */
  of(host: string): Promise<Certificate> {
    const known = this.#made.get(host) ?? this.#make(host)
    this.#made.set(host, known)
    return known
  }

  /** Ends the Python. */
  close(): void {
    this.#maker?.stdin?.end()
  }

  #make(host: string): Promise<Certificate> {
    const maker = (this.#maker ??= this.#start())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      maker.stdin?.write(`${host}\n`)
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
