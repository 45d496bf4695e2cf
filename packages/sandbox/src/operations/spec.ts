// SPEC.md, made from the table of operations, so that what is promised and what is done are one thing.
import { differences } from '../machines/differences.js'
import type { Kind, Operation } from './operation.js'

const references: Readonly<Record<string, { readonly title: string; readonly reference: string }>> = {
  acm: { title: 'Certificate Manager', reference: 'https://docs.aws.amazon.com/acm/latest/APIReference/' },
  cloudfront: { title: 'CloudFront', reference: 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/' },
  ec2: { title: 'EC2', reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/' },
  efs: { title: 'EFS', reference: 'https://docs.aws.amazon.com/efs/latest/ug/' },
  elbv2: {
    title: 'Elastic Load Balancing',
    reference: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/',
  },
  iam: { title: 'IAM', reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/' },
  route53: { title: 'Route 53', reference: 'https://docs.aws.amazon.com/Route53/latest/APIReference/' },
  ssm: { title: 'Systems Manager', reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/' },
  sts: { title: 'STS', reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/' },
  pricing: { title: 'Price List', reference: 'https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/' },
  servicequotas: {
    title: 'Service Quotas',
    reference: 'https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/',
  },
}

const head = `# What the sandbox emulates

Made from the table of operations by \`gm-sandbox spec\`; do not edit. Every other operation fails with \`NotEmulated\`.

- **forwarded**: moto's own answer.
- **patched**: moto's answer, with what is said here added or corrected.
- **native**: the sandbox's own answer, because moto has none that would do.

Each name links to the page of the AWS reference that says what is promised. Times are in \`src/clock/delays.json\`, with
the source of each; they pass on the account's clock. Prices and quotas are fixtures.
`

function row(operation: Operation, reference: string): string {
  return `| [${operation.name}](${reference}API_${operation.name}.html) | ${operation.kind} | ${operation.promise} |`
}

function section(service: string, operations: readonly Operation[]): string {
  const { title, reference } = references[service] ?? { title: service, reference: '' }
  const rows = operations.filter((each) => each.service === service).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return [
    `## ${title}`,
    '',
    '| operation | | what is added to moto, or promised in its place |',
    '|---|---|---|',
    ...rows.map((each) => row(each, reference)),
    '',
  ].join('\n')
}

function count(operations: readonly Operation[], kind: Kind): number {
  return operations.filter((each) => each.kind === kind).length
}

function machines(): string {
  const parts = Object.entries(differences).map(
    ([title, lines]) => `### ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n`,
  )
  const words = 'How they differ from instances of Amazon Linux 2023; images of services have lists of their own.\n'
  return ['## Real machines', '', words, ...parts].join('\n')
}

/** The text of SPEC.md. */
export function specText(operations: readonly Operation[]): string {
  const counts = `${count(operations, 'forwarded')} operations are forwarded, ${count(operations, 'patched')} patched, ${count(operations, 'native')} native.\n`
  const sections = Object.keys(references).map((service) => section(service, operations))
  return [head, counts, ...sections, machines()].join('\n')
}
