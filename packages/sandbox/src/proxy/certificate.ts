// Certificates for the hosts of the sandbox's web: self-made, on demand, kept in memory only.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('../../moto/certificate.py', import.meta.url))

/** A key and its certificate, as PEM. */
export interface Certificate { readonly key: string, readonly cert: string }

/** Makes certificates, one a host, with the Python that has moto. */
export const certificates = (python: string): ((host: string) => Promise<Certificate>) => {
  const made = new Map<string, Promise<Certificate>>()
  const make = async (host: string): Promise<Certificate> => JSON.parse((await run(python, [SCRIPT, host])).stdout) as Certificate
  return (host) => {
    const known = made.get(host) ?? make(host)
    made.set(host, known)
    return known
  }
}
