// What a start of `gm` loads: recorded by Node as files, and told as the packages that are in them, by the list that
// the bundle came with.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root } from './test-account.js'

/** Writes the address of every module that was loaded to the file that `GM_LOADED` names. */
const recorder = `
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
const seen = []
registerHooks({
  load(url, context, next) {
    seen.push(url)
    return next(url, context)
  },
})
process.on('exit', () => writeFileSync(process.env.GM_LOADED, JSON.stringify(seen)))
`

interface Bundle {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>
}

/** Records which packages a start of `gm` loads. */
export class LoadRecord {
  readonly #file: string
  /** For the start that is to be recorded. */
  readonly nodeArgs: readonly string[]
  readonly env: Readonly<Record<string, string>>

  private constructor(folder: string) {
    this.#file = join(folder, 'loaded.json')
    this.nodeArgs = [`--import=${pathToFileURL(join(folder, 'record.mjs')).href}`]
    this.env = { GM_LOADED: this.#file }
  }

  /** @param folder for the record, and for what makes it */
  static async in(folder: string): Promise<LoadRecord> {
    await writeFile(join(folder, 'record.mjs'), recorder)
    return new LoadRecord(folder)
  }

  /** @returns names of the packages that the recorded start loaded something of, sorted */
  packages(): string[] {
    const urls = JSON.parse(readFileSync(this.#file, 'utf8')) as string[]
    const files = urls.filter((url) => url.startsWith('file:')).map((url) => relative(root, fileURLToPath(url)))
    const { outputs } = JSON.parse(readFileSync(join(root, 'dist/bundle/meta.json'), 'utf8')) as Bundle
    const modules = files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? { [file]: {} }))
    return [...new Set(modules.map(packageOf).filter((name) => name !== undefined))].sort()
  }
}

/** @param path of a module, from the root */
function packageOf(path: string): string | undefined {
  const installed = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
  const own = /^packages\/([^/]+)\//.exec(path)?.[1]
  return installed ?? (own === undefined ? undefined : `@geuse/${own}`)
}
