// What the flags do of the commands that look, and change nothing: `gm doctor`, `gm iam`.
import { type FlagRow, row, someKey } from './flag-row.js'

/** Of commands that read what a deploy reads, and refuse the same. */
function refusals(command: string): Record<string, FlagRow> {
  return Object.fromEntries(
    Object.entries({
      vpc: 'nonsense',
      'instance-type': 'nonsense',
      spot: '--on-demand',
      'on-demand': '--spot',
      domain: 'not_a_domain',
      'certificate-arn': 'x',
      'hosted-zone': 'x',
      subnet: 'subnet-0123456789abcdef0',
      tls: 'nonsense',
      tier: 'none',
      region: 'nowhere',
      services: 'nothing',
      set: 'n8n.nothing=1',
      primary: 'qdrant',
      tag: 'nonsense',
      'permissions-boundary': 'x',
      'kms-key': 'x',
      config: 'DESK/wrong.yaml',
    }).map(([flag, value]) => [`${command} --${flag}`, row(command, `--${flag} ${value}`, /CONFIG_INVALID/)]),
  )
}

/** By command and flag. */
export const looks: Record<string, FlagRow> = {
  ...refusals('doctor'),
  'doctor --keypair': row('doctor', '--keypair no-such-key', /no-such-key/),
  'doctor --profile': row('doctor', '--profile no-such-profile', /no-such-profile/),
  'doctor --allow-expensive': row(
    'doctor --instance-type x2idn.16xlarge',
    '--allow-expensive',
    /^(?![^]*expensive instance type)/,
  ),
  ...refusals('iam'),
  'iam --keypair': row('iam', '--keypair some-key', /ec2:DescribeKeyPairs/),
  'iam --tier': row('iam', '--tier automation', /elasticloadbalancing:CreateLoadBalancer/),
  'iam --on-demand': row('iam', '--on-demand', /"iam:AWSServiceName": \[\s*"elasticfilesystem/),
  'iam --hosted-zone': row(
    'iam --tier automation --domain n8n.example.com',
    '--hosted-zone Z0123456789ABC',
    /route53:/,
  ),
  'iam --kms-key': row('iam', `--kms-key ${someKey}`, /key\/0a1b2c3d/),
  'iam --profile': row('iam', '--profile no-such-profile', /no-such-profile/),
  'iam --account': row('iam', '--account 210987654321', /in account 210987654321/),
  'iam --out': row('iam', '--out DESK/out/policies', /out\/policies\/deployer-policy\.json\n/),
}
