// `gm new service NAME`, `gm new tier NAME`: a plugin to begin with, that can be tested, packed and published as it is.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { GmError } from '@geuse/plugin-api'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'
import { filesOf, type Kind, kinds, packageName } from '../new/files.js'

export default class New extends GmCommand {
  static override summary = 'Begin a plugin of your own: a service or a tier'
  static override description = 'Writes a folder with a package in it, and nothing anywhere else.'
  static override examples = ['<%= config.bin %> new service hello', '<%= config.bin %> new tier hello --javascript']
  static override args = {
    kind: Args.string({ description: 'what it contributes', options: [...kinds], required: true }),
    id: Args.string({ description: 'what it shall be called: lower-case words with dashes', required: true }),
  }
  static override flags = {
    javascript: Flags.boolean({ description: 'plain JavaScript, without a compiler' }),
    output: Flags.string({ description: 'folder to be made; named after the package without it', helpValue: 'FOLDER' }),
  }

  async run(): Promise<OutputOf<'new'>> {
    const { args, flags } = await this.parse(New)
    const beginning = {
      kind: args.kind as Kind,
      id: checkId(args.id),
      javascript: flags.javascript,
      version: this.config.version,
    }
    const name = packageName(beginning)
    const folder = resolve(flags.output ?? name)
    const files = filesOf(beginning)
    await makeFolder(folder)
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text, { flag: 'wx' })
    }
    this.print([
      `${name} is in ${folder}.`,
      `  cd ${folder} && npm install && npm test`,
      `  gm plugins link ${folder}   uses it as it lies there`,
    ])
    return { name, folder, files: Object.keys(files) }
  }
}

/** Ids become parts of names in AWS and of addresses. */
function checkId(id: string): string {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) && id.length <= 40) return id
  throw new GmError('CONFIG_INVALID', `"${id}" cannot be an id: it must be lower-case words with dashes, 40 at most`)
}

/** Nobody's files are written over. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
    throw new GmError('CONFIG_INVALID', `${folder} is there already`, { hints: ['--output FOLDER, for another one'] })
  })
}
