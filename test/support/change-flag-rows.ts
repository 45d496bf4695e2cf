// What the flags do of the commands that make or change a stack, or show what that would be: `gm plan`, `gm render`,
// `gm deploy`, `gm update`.
import { type FlagRow, row, someKey, together } from './flag-row.js'

const someCertificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000'
const behindBalancer = '--tier automation --domain n8n.example.com'
const otherStack = '--set n8n.owner-email=owner@example.com'

/** What a deploy, a plan and a render take, as a plan in a file, or the files of a render, show it. */
function stackRows(command: string, line: string): Record<string, FlagRow> {
  const of = (flag: string, value: string, shows: RegExp, more = ''): [string, FlagRow] => [
    `${command} --${flag}`,
    row(`${line} ${otherStack} ${more}`, `--${flag} ${value}`, shows),
  ]
  return Object.fromEntries([
    of('vpc', 'new', /"vpc": ?"new"/),
    of('keypair', 'no-such-key', /no-such-key/),
    of('instance-type', 'm6i.2xlarge', /"instanceType": ?"m6i.2xlarge"/),
    of('spot', '', /"market": ?"spot-only"/),
    of('on-demand', '', /"market": ?"on-demand"/),
    of('domain', 'n8n.example.com', /n8n\.example\.com/),
    of('certificate-arn', someCertificate, /certificate\/0a1b2c3d/, behindBalancer),
    of('hosted-zone', 'Z0NOSUCHZONE', /Z0NOSUCHZONE/, behindBalancer),
    of('subnet', 'subnet-0123456789abcdef0', /--subnet: needs the VPC/),
    of('tls', 'internal', /"tls": ?"internal"/),
    of('tier', 'automation', /"tier": ?"automation"/),
    of('region', 'eu-west-1', /eu-west-1/),
    of('services', 'n8n', /"services": ?\[\s*"n8n"\s*\]/),
    [`${command} --set`, row(`${line} --services n8n`, otherStack, /owner@example\.com/)],
    of('primary', 'qdrant', /qdrant has nothing to show at a public URL/),
    of('tag', 'team=blue', /"team": ?"blue"/),
    of('permissions-boundary', 'arn:aws:iam::123456789012:policy/edge', /policy\/edge/),
    of('kms-key', someKey, /key\/0a1b2c3d/),
    [`${command} --config`, row(`${line} ${otherStack}`, '--config DESK/on-demand.yaml', /"market": ?"on-demand"/)],
  ])
}

/** How a run goes: what is kept with the stack, and refused where it cannot be. */
function runRows(command: string, line: string): Record<string, FlagRow> {
  const of = (flag: string, value: string, shows: RegExp): [string, FlagRow] => [
    `${command} --${flag}`,
    row(line, `--${flag} ${value}`, shows),
  ]
  return Object.fromEntries([
    of('rollback-timeout', '99', /rollback-timeout.*5.*60/s),
    of('budget', '1', /BUDGET_EXCEEDED/),
  ])
}

const newStack = `deploy other ${otherStack}`
const keptPlan = `plan other --out DESK/out/plan.json`

const plans = {
  ...stackRows('plan', keptPlan),
  ...runRows('plan', `${keptPlan} ${otherStack}`),
  'plan --rollback': row(`${keptPlan} ${otherStack}`, '--no-rollback', /"rollback": false/),
  'plan --allow-expensive': row(
    `${keptPlan} ${otherStack} --instance-type x2idn.16xlarge`,
    '--allow-expensive',
    /"allowExpensive": true/,
  ),
  'plan --out': row(`plan other ${otherStack}`, '--out DESK/out/plan.json', /"made_at"/),
}

const renders = {
  ...stackRows('render', 'render other --output DESK/out/files'),
  'render --output': row(`render other ${otherStack}`, '--output DESK/out/files', /compose\.yaml\n/),
}

/** What nobody has agreed to is shown, and not done. */
const deploys = {
  ...runRows('deploy', newStack),
  'deploy --vpc': row(newStack, '--vpc vpc-0123456789abcdef0', /vpc-0123456789abcdef0/),
  'deploy --keypair': row(newStack, '--keypair no-such-key', /There is no key pair no-such-key/),
  'deploy --instance-type': row(newStack, '--instance-type m6i.2xlarge', /m6i\.2xlarge/),
  'deploy --spot': row(newStack, '--spot', /EC2 chooses by spot price and free capacity:/),
  'deploy --on-demand': row(newStack, '--on-demand', /on-demand, the cheapest that there is capacity for:/),
  'deploy --certificate-arn': row(
    `${newStack} ${behindBalancer}`,
    `--certificate-arn ${someCertificate}`,
    /certificate\/0a1b2c3d/,
  ),
  'deploy --hosted-zone': row(
    `${newStack} ${behindBalancer}`,
    '--hosted-zone Z0NOSUCHZONE',
    /no hosted zone Z0NOSUCHZONE/,
  ),
  'deploy --subnet': row(newStack, '--subnet subnet-0123456789abcdef0', /--subnet: needs the VPC/),
  'deploy --tls': row(newStack, '--tls off', /TLS is off/),
  'deploy --tier': row(newStack, '--tier automation', /automation in us-east-1/),
  'deploy --region': row(newStack, '--region eu-west-1', /dev in eu-west-1/),
  'deploy --services': row(newStack, '--services n8n', /Runs +postgres, n8n\s*\n/),
  'deploy --set': row('deploy other', otherStack, /Deploy other in account|--yes/),
  'deploy --primary': row(newStack, '--primary qdrant', /qdrant has nothing to show/),
  'deploy --config': row('deploy other', '--config DESK/wrong.yaml', /wrong\.yaml/),
  'deploy --plan': row('deploy other', '--plan DESK/no-such-plan.json', /no-such-plan\.json cannot be read/),
  'deploy --allow-expensive': row(
    `${newStack} --instance-type x2idn.16xlarge`,
    '--allow-expensive',
    /Deploy other in account|CONFIRMATION_NEEDED/,
  ),
  ...together(
    `deploy other --services n8n ${otherStack} --domain n8n.example.com --no-rollback --tag team=blue --kms-key ${someKey} --permissions-boundary arn:aws:iam::123456789012:policy/edge --yes --progress jsonl --json`,
    {
      'deploy --yes': /CreateFleet/,
      'deploy --rollback': /"rollback": ?false/,
      'deploy --domain': /n8n\.example\.com needs|"name": ?"n8n\.example\.com"/,
      'deploy --tag': /CreateFleet .*"team"/,
      'deploy --kms-key': /CreateFileSystem .*key\/0a1b2c3d/,
      'deploy --permissions-boundary': /CreateRole .*policy\/edge/,
      'deploy --progress': /"type":"run\.started"/,
    },
  ),
}

const change = 'update my-stack --set n8n.timezone=Europe/Berlin'

const updates = {
  ...runRows('update', change),
  'update --services': row('update my-stack', '--services n8n,qdrant', /qdrant/),
  'update --set': row('update my-stack', '--set n8n.timezone=Europe/Berlin', /n8n\.timezone/),
  'update --primary': row('update my-stack', '--primary postgres', /postgres has nothing to show/),
  'update --config': row('update my-stack', '--config DESK/wrong.yaml', /wrong\.yaml/),
  'update --image': row('update my-stack', '--image n8n=n8nio/n8n:2.47.0', /n8nio\/n8n:2\.47\.0/),
  'update --backup': {
    scenario: 'stays where it failed when nothing is to be undone, and goes on or back as its owner says',
  },
  'update --plan': row('update my-stack', '--plan DESK/no-such-plan.json', /no-such-plan\.json cannot be read/),
  'update --allow-expensive': row(
    'update my-stack --instance-type x2idn.16xlarge',
    '--allow-expensive',
    /CONFIRMATION_NEEDED/,
  ),
  ...together(`${change} --no-rollback --yes --progress jsonl --json`, {
    'update --yes': /"type":"run\.finished"/,
    'update --rollback': /"rollback": ?false/,
    'update --progress': /"type":"run\.started"/,
  }),
}

/** By command and flag. */
export const changing: Readonly<Record<string, FlagRow>> = { ...plans, ...renders, ...deploys, ...updates }
