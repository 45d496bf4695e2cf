// The Python that has boto3, led to the account.
import { spawnSync } from 'node:child_process'
import { ownEnvironment } from '../../account/environment.js'
import { SandboxCommand } from '../../cli/command.js'

export default class Python extends SandboxCommand {
  static override enableJsonFlag = false
  static override summary = 'Run the Python that has boto3, led to the account'
  static override examples = [
    `<%= config.bin %> <%= command.id %> -- -c 'import boto3; print(boto3.client("ec2").describe_vpcs())'`,
  ]
  static override usage = '<%= command.id %> -- ARGUMENTS...'
  static override strict = false

  async run(): Promise<void> {
    const { own, words } = this.passed()
    const { argv } = await this.parse(Python, own)
    const { python, env } = await this.account()
    const options = { stdio: 'inherit', env: { ...ownEnvironment(), ...env } } as const
    this.exit(spawnSync(python, words ?? (argv as string[]), options).status ?? 1)
  }
}
