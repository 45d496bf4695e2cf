// A registry of packages on this computer's loopback: what `npm install` and `gm plugins install` are answered, made of
// packages as they would be published.
import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { npmCli, npmEnv } from './npm.js'

interface Packed {
  readonly manifest: { readonly name: string; readonly version: string }
  readonly file: string
}

/** A registry of packages on the loopback, which answers what `npm install` asks of one. */
export class NpmRegistry {
  readonly #packages = new Map<string, Packed[]>()
  #answers = (): boolean => true
  readonly #server: Server
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
    this.#server = createServer((request, response) => void this.#answer(request.url ?? '/', response))
  }

  /** @param folder scratch space; whoever made it removes it */
  static async open(folder: string): Promise<NpmRegistry> {
    const registry = new NpmRegistry(folder)
    await mkdir(folder, { recursive: true })
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve))
    return registry
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Environment of npm, and of a `gm` that runs it, without the habits of whoever runs the tests. */
  get env(): Record<string, string> {
    const { PATH = '' } = process.env
    return { PATH, HOME: this.#folder, ...npmEnv(this.#folder, this.url) }
  }

  /** @param folder of a package, built */
  async publish(folder: string): Promise<void> {
    const stdout = await this.npm(['pack', folder, '--ignore-scripts', '--pack-destination', this.#folder])
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Packed['manifest']
    const earlier = (this.#packages.get(manifest.name) ?? []).filter((one) => one.manifest.version !== manifest.version)
    this.#packages.set(manifest.name, [...earlier, { manifest, file: join(this.#folder, stdout.trim()) }])
  }

  /** @param count of requests that are answered from now on, before the connection of each other one is cut */
  stopAfter(count: number): void {
    let left = count
    this.#answers = () => (left -= 1) >= 0
  }

  /** @returns what npm wrote to stdout */
  async npm(args: readonly string[], cwd = this.#folder): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [npmCli, ...args], { cwd, env: this.env })
    return stdout
  }

  async #answer(url: string, response: ServerResponse): Promise<void> {
    if (!this.#answers()) return void response.destroy()
    const path = decodeURIComponent(url.slice(1))
    const tarball = [...this.#packages.values()].flat().find(({ file }) => path === basename(file))
    const packed = this.#packages.get(path)
    if (tarball !== undefined) response.end(await readFile(tarball.file))
    else if (packed !== undefined) response.end(JSON.stringify(this.#document(packed)))
    else response.writeHead(404).end('{}')
  }

  #document(versions: readonly Packed[]): object {
    const rows = versions.map(({ manifest, file }) => {
      const dist = { tarball: `${this.url}/${basename(file)}` }
      return [manifest.version, { ...manifest, dist }] as const
    })
    const [{ manifest } = { manifest: { name: '', version: '' } }] = versions.slice(-1)
    return { name: manifest.name, 'dist-tags': { latest: manifest.version }, versions: Object.fromEntries(rows) }
  }
}
