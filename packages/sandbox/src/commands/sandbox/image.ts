// Simulated instances pull by a list, as no registry is asked; here it grows.
import { SandboxCommand } from '../../cli/command.js'

export default class Image extends SandboxCommand {
  static override summary = 'Let its instances pull images that are not in its list, or show those that were added'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ghcr.io/you/thing:1',
    '<%= config.bin %> <%= command.id %>',
  ]
  static override usage = '<%= command.id %> [REF...] [--json]'
  static override strict = false

  async run(): Promise<unknown> {
    const { argv } = await this.parse(Image)
    const { images: known } = (await this.ask('GET', 'settings')) as { images: string[] }
    const images = [...new Set([...known, ...(argv as string[])])]
    if (argv.length > 0) await this.ask('POST', 'settings', JSON.stringify({ images }))
    for (const image of images) this.log(image)
    return { images }
  }
}
