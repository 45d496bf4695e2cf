// The flags of a deploy that belong to every tier; each tier adds its own (tier-flags.ts). `render` takes those that
// decide what is rendered.
import * as Flags from '@oclif/core/flags'

/** What decides what runs, and how it is reached. */
export const stackFlags = {
  tier: Flags.string({
    char: 't',
    description: 'how the stack stands in AWS; dev without it; see `gm tiers`',
    helpValue: 'TIER',
  }),
  region: Flags.string({ char: 'r', description: 'AWS region', helpValue: 'REGION' }),
  services: Flags.string({
    description: 'services to run, with what they use; all without it; see `gm services`',
    helpValue: 'ID,ID',
  }),
  set: Flags.string({
    description: 'setting of a service, e.g. n8n.owner-email=you@example.com',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'SERVICE.KEY=VALUE',
  }),
  primary: Flags.string({ description: 'service that the public URL leads to', helpValue: 'ID' }),
  tag: Flags.string({
    description: 'tag for everything that is made, beside those of gm',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'KEY=VALUE',
  }),
  'permissions-boundary': Flags.string({
    description: 'policy that bounds the role of the instance',
    helpValue: 'ARN',
  }),
  'kms-key': Flags.string({
    description: "key that encrypts disk, files and secrets, instead of AWS's own",
    helpValue: 'ARN',
  }),
  config: Flags.string({
    char: 'c',
    description: 'YAML or JSON file with the same keys as these flags',
    helpValue: 'FILE',
  }),
}

/** What decides how a run goes. */
const howFlags = {
  profile: Flags.string({ description: 'AWS profile', helpValue: 'NAME' }),
  rollback: Flags.boolean({ description: 'remove what a failed run made; done unless --no-rollback', allowNo: true }),
  'rollback-timeout': Flags.integer({
    description: 'minutes in which the stack must be healthy; 15 without it',
    helpValue: '5-60',
  }),
  budget: Flags.string({
    description: 'USD a month that the stack may cost at most; a plan that may cost more is refused',
    helpValue: 'USD',
  }),
  'allow-expensive': Flags.boolean({ description: 'allow instance types that cost several dollars an hour' }),
}

/** What decides where it runs and how a run goes. */
export const deployFlags = { ...stackFlags, ...howFlags }

/** What can be had otherwise of a stack that stands, and how that run goes. */
export const changeFlags = {
  services: stackFlags.services,
  set: stackFlags.set,
  primary: stackFlags.primary,
  config: stackFlags.config,
  ...howFlags,
}

/** What a deploy or an update that was reviewed is carried out by. */
export const planFlag = {
  plan: Flags.string({
    description: 'file that gm plan --out has written: done as it says, or refused',
    helpValue: 'FILE',
  }),
}
