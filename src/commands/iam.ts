// `gm iam`: what somebody has to be allowed before a first deploy, as policies to hand in.
import * as Flags from '@oclif/core/flags'
import { leastPolicy, policyAtMost, policyText, type LeastPolicies } from '@geuse/core/iam'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'
import { deployFlags, stackFlags } from '../deploy-flags.js'

export default class Iam extends GmCommand {
  static override summary = 'The least that you, and the instance, have to be allowed, as policies of IAM'
  static override description = `For a stack of a tier with the options of a deploy: with --domain more is needed than without. The first policy is for
whoever deploys the stack and looks after it; the second one gm gives to the role of the instance, and it is shown to be
read. AWS is asked for nothing but the account of your credentials, and with --account for nothing at all.
To find a stack again whose document is lost, the kinds of resources of every installed tier are looked for.`
  static override examples = [
    '<%= config.bin %> iam --tier automation --domain n8n.example.com --hosted-zone Z0123456789ABC',
    '<%= config.bin %> iam --tier dev --account 123456789012 --out policies',
    `<%= config.bin %> iam --tier dev --json | jq .deployer > deployer-policy.json`,
    'aws iam create-policy --policy-name gm --policy-document file://deployer-policy.json',
  ]
  static override flags = {
    ...stackFlags,
    profile: deployFlags.profile,
    account: Flags.string({
      description: 'account that the policies are for [default: that of your credentials]',
      helpValue: 'ID',
    }),
    out: Flags.string({ char: 'o', description: 'folder to write both policies to', helpValue: 'FOLDER' }),
  }

  async run(): Promise<OutputOf<'iam'>> {
    const host = await this.open()
    const { flags } = await this.parseWithTiers(host, Iam)
    const { config, account, out, json: _json, debug: _debug, ...said } = flags
    const file = await this.configFile(config ?? host.environment.configFile)
    await this.warnOfPlugins(host)
    return this.interruptible('looking', async () => {
      const policies = await leastPolicy(host, { flags: said, account, out, ...file })
      this.print(linesOf(policies))
      return policies
    })
  }
}

function linesOf({ tier, account, deployer, deployerSize, instance, standIns, files }: LeastPolicies): string[] {
  const actions = new Set(deployer.Statement.flatMap(({ Action }) => Action)).size
  const room =
    deployerSize > policyAtMost
      ? `more than the ${policyAtMost} of a managed policy: an inline one of a role may have 10240`
      : `of ${policyAtMost}`
  const texts = [
    `Whoever deploys a stack of tier ${tier} in account ${account}: ${actions} actions, ${deployerSize} characters ${room}`,
    ...(files === null ? [policyText(deployer)] : []),
    `The role of its instance, which gm makes; with stand-ins: ${Object.values(standIns).join(', ')}`,
    ...(files === null ? [policyText(instance)] : []),
  ]
  return [...texts, ...(files ?? [])]
}
