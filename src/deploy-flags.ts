// The flags of a deploy, one for each key of the config; `render` takes those that decide what is rendered.
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
  domain: Flags.string({
    description: 'your own domain name, which you let point to the address of the stack',
    helpValue: 'NAME',
  }),
  tls: Flags.string({
    description:
      'certificate: auto (trusted; without it), internal (its own), off (none; passwords travel in the clear)',
    options: ['auto', 'internal', 'off'],
  }),
  config: Flags.string({
    char: 'c',
    description: 'YAML or JSON file with the same keys as these flags',
    helpValue: 'FILE',
  }),
}

/** What decides where it runs and how a run goes. */
export const deployFlags = {
  ...stackFlags,
  profile: Flags.string({ description: 'AWS profile', helpValue: 'NAME' }),
  'instance-type': Flags.string({
    description: 'one machine type instead of the smallest that fits',
    helpValue: 'TYPE',
  }),
  spot: Flags.boolean({
    description:
      'spot only: fail rather than pay the on-demand price; without it and --on-demand, spot where there is any',
    exclusive: ['on-demand'],
  }),
  'on-demand': Flags.boolean({ description: 'on-demand only', exclusive: ['spot'] }),
  vpc: Flags.string({ description: 'VPC to use as it is, instead of the default one or a new one', helpValue: 'ID' }),
  subnet: Flags.string({ description: 'subnet of that VPC', helpValue: 'ID' }),
  keypair: Flags.string({
    description: 'EC2 key pair to install; opens no port: SSH goes through SSM',
    helpValue: 'NAME',
  }),
  rollback: Flags.boolean({ description: 'remove what a failed run made; done unless --no-rollback', allowNo: true }),
  'rollback-timeout': Flags.integer({
    description: 'minutes in which the stack must be healthy; 15 without it',
    helpValue: '5-60',
  }),
  'allow-expensive': Flags.boolean({ description: 'allow machine types that cost several dollars an hour' }),
}
