// What gm says of itself: oclif's help; and where somebody at a terminal typed nothing more than `gm`, the menu.
import { Help } from '@oclif/core/help'

/** See the head of this file. */
export class GmHelp extends Help {
  override async showHelp(args: string[]): Promise<void> {
    const somebodyIsThere = process.stdin.isTTY === true && process.stdout.isTTY === true
    if (args.length > 0 || !somebodyIsThere) return super.showHelp(args)
    await this.config.runCommand('menu')
  }
}
