// Bare `gm` on a terminal: the banner, and what one is likely to want next.
import { bannerLines, list } from '@geuse/core/menu'
import { GmCommand } from '../command.js'

/** Stacks that the menu has room for. */
const stacksShown = 5

export default class Menu extends GmCommand {
  static override hidden = true
  static override summary = 'Choose what to do; the same as bare gm on a terminal'
  static override examples = ['<%= config.bin %>']

  async run(): Promise<unknown> {
    await this.parse(Menu)
    const host = await this.open()
    const tagline = 'n8n, Ollama, Qdrant, Crawl4AI and PostgreSQL in your own AWS account'
    if (!this.jsonEnabled())
      this.print(
        bannerLines(
          { version: this.config.version, tagline },
          this.style,
          host.settings.ui_preferences.show_ascii_banners,
        ),
      )
    const names = (await list(host)).map(({ name }) => name).slice(0, stacksShown)
    const [id = 'leave', ...args] = (
      await this.prompts().choose('What shall gm do?', choices(names), 'a command; gm help lists them')
    ).split(' ')
    if (id === 'leave') return null
    return this.config.runCommand(id, args)
  }
}

function choices(stacks: readonly string[]): { readonly value: string; readonly name: string }[] {
  return [
    ...stacks.map((name) => ({ value: `status ${name}`, name: `See how ${name} is` })),
    ...stacks.map((name) => ({ value: `credentials ${name}`, name: `Show the passwords of ${name}` })),
    { value: 'deploy', name: stacks.length > 0 ? 'Deploy another stack' : 'Deploy a stack' },
    { value: 'services', name: 'See the services, and what can be set' },
    { value: 'help', name: 'See every command' },
    { value: 'leave', name: 'Leave' },
  ]
}
