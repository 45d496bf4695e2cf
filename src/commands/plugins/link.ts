// `gm plugins link`: a plugin as it lies in a folder, for whoever writes it.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { GmError } from '@geuse/plugin-api'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../../command.js'
import { npm } from '../../plugins/npm.js'
import { changeRecord, withPlugin } from '../../plugins/record.js'
import { staged } from '../../plugins/stage.js'
import { tryPlugin } from '../../plugins/trial.js'

export default class PluginsLink extends GmCommand {
  static override summary = 'Use a plugin as it lies in a folder, while it is written'
  static override description = 'It is tried in a process of its own each time that gm asks it.'
  static override examples = ['<%= config.bin %> plugins link .', '<%= config.bin %> plugins link ../gm-plugin-hello']
  static override args = { path: Args.string({ description: 'folder of the plugin', default: '.' }) }
  static override flags = {
    install: Flags.boolean({ description: 'run npm install in the folder first', allowNo: true }),
  }

  async run(): Promise<OutputOf<'plugins link'>> {
    const { args, flags } = await this.parse(PluginsLink)
    await this.open()
    const { root: gm, dataDir, npmRegistry: registry } = this.config
    const root = resolve(args.path)
    const { name, version } = await manifestIn(root)
    if (flags.install) await npm(['install', '--include=dev'], { root: gm, cwd: root, registry })
    const { reason, flaw } = await tryPlugin(gm, root)
    await staged(dataDir, (copy) => changeRecord(copy, (plugins) => withPlugin(plugins, { name, type: 'link', root })))
    this.print([`${name}@${version} is linked.`])
    const wrong = reason ?? flaw
    if (wrong !== undefined) this.printError([`▲ ${name}@${version}: ${wrong}`])
    return { name, version, root, flaw: wrong ?? null }
  }
}

interface Named {
  readonly name: string
  readonly version: string
  readonly oclif?: object
}

async function manifestIn(root: string): Promise<Named> {
  const path = join(root, 'package.json')
  const manifest = await readFile(path, 'utf8').then((text) => JSON.parse(text) as Named, unreadable(path))
  if (manifest.oclif !== undefined) return manifest
  throw new GmError('PLUGIN_INVALID', `${root} is no plugin: its package.json has nothing for gm`, {
    hints: ['gm new service NAME'],
  })
}

function unreadable(path: string) {
  return (cause: Error): never => {
    throw new GmError('NOT_FOUND', `${path} cannot be read`, { cause })
  }
}
