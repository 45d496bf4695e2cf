// `gm doctor`: what could keep a stack from standing, or keeps one that stands from being well, and what mends it.
import * as Args from '@oclif/core/args'
import { CheckList, diagnose, diagnosisLines, examine, type Diagnosis, type Examination } from '@geuse/core/doctor'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'
import { deployFlags, stackFlags } from '../deploy-flags.js'
import { unlessAborted } from '../unless-aborted.js'

/** Something failed. */
const failedCode = 3

export default class Doctor extends GmCommand {
  static override summary = 'What keeps a stack from standing or from being well, and what mends it; nothing is changed'
  static override description = `Before a first deploy: credentials, region, clock, quotas, instance types, network, sizes, and what plugins look at, with the
options of a deploy. Of a stack that stands also instance, boot, services, URL, lease, copies, disk and certificate.
Everything is looked at side by side. Exits with 0 when nothing failed and with 3 when something did.`
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --tier cdn --region eu-central-1',
    '<%= config.bin %> doctor my-stack',
    `<%= config.bin %> doctor --json | jq '.checks[] | select(.state != "ok")'`,
  ]
  static override args = { name: Args.string({ description: 'name of the stack; it need not exist' }) }
  static override flags = {
    ...stackFlags,
    profile: deployFlags.profile,
    'allow-expensive': deployFlags['allow-expensive'],
  }

  async run(): Promise<OutputOf<'doctor'>> {
    const host = await this.open()
    const { args, flags: given } = await this.parseWithTiers(host, Doctor)
    const { config, json: _json, debug: _debug, ...said } = given
    const file = await this.configFile(config ?? host.environment.configFile)
    await this.warnOfPlugins(host)
    return this.interruptible('looking', async (signal) => {
      const examination = await examine(host, { name: args.name, flags: said, ...file }, signal)
      const diagnosis = await this.#looked(host, examination, signal)
      this.print(diagnosisLines(diagnosis.checks, this.style))
      if (!diagnosis.ok) process.exitCode = failedCode
      return diagnosis
    })
  }

  async #looked(host: Host, examination: Examination, signal: AbortSignal): Promise<Diagnosis> {
    const list = this.#listOn(host, examination)
    try {
      return await unlessAborted(
        signal,
        diagnose(examination, (result) => list?.told(result)),
      )
    } finally {
      list?.close()
    }
  }

  /** Only where somebody looks on. */
  #listOn({ environment }: Host, { checks }: Examination): CheckList | undefined {
    const { style } = this
    if (this.jsonEnabled() || !style.screen || environment.ci || environment.term === 'dumb') return undefined
    const waiting = { state: 'looking', found: '', mends: [] } as const
    return new CheckList(
      process.stdout,
      style,
      checks.map(({ id, title, group }) => ({ id, title, group, ...waiting })),
    )
  }
}
