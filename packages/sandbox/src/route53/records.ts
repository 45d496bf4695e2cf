// Records of hosted zones: one that is there is not made again, and a name has records of one kind only.
import type { Context } from '../account/context.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, child, elements, leaf, parseXml, rootOf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import type { Scope } from '../request/call.js'
import { text } from '../request/params.js'

/** A record set, as far as others care. */
export interface DnsRecord {
  readonly name: string
  readonly type: string
  /** '' for a simple one. */
  readonly setIdentifier: string
  readonly values: readonly string[]
  /** Name of the thing of AWS's that an alias leads to, '' without. */
  readonly alias: string
}

/** Elements of a name under another. */
function several(node: XmlNode, list: string, name: string): XmlNode[] {
  return elements(child(node, list), name)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

function read(set: XmlNode): DnsRecord {
  return {
    name: plain(leaf(set, 'Name')),
    type: leaf(set, 'Type'),
    setIdentifier: leaf(set, 'SetIdentifier'),
    values: several(set, 'ResourceRecords', 'ResourceRecord').map((one) => leaf(one, 'Value')),
    alias: plain(leaf(child(set, 'AliasTarget'), 'DNSName')),
  }
}

async function recordsOf(scope: Scope, cx: Context, zone: string): Promise<DnsRecord[]> {
  const root = await cx.moto.read(scope, 'route53', `/2013-04-01/hostedzone/${zone}/rrset`)
  return several(root, 'ResourceRecordSets', 'ResourceRecordSet').map(read)
}

/** All records of a name that are seen from outside, in whichever zone of the account. */
export async function findRecords(scope: Scope, cx: Context, name: string): Promise<DnsRecord[]> {
  const root = await cx.moto.read(scope, 'route53', '/2013-04-01/hostedzone')
  const zones = several(root, 'HostedZones', 'HostedZone').filter((zone) => isWithin(name, leaf(zone, 'Name')))
  const found = await Promise.all(
    zones.map(async (zone) => {
      const records = await recordsOf(scope, cx, leaf(zone, 'Id').replace('/hostedzone/', ''))
      return records.some((one) => leadsAway(one, leaf(zone, 'Name'), name)) ? [] : records
    }),
  )
  return found.flat().filter((one) => one.name === plain(name))
}

/** Whether other servers are asked for the name: below a delegation, nobody sees what its own zone says. */
function leadsAway({ type, name: part }: DnsRecord, zone: string, name: string): boolean {
  return type === 'NS' && part !== plain(zone) && isWithin(name, part)
}

function isWithin(name: string, domain: string): boolean {
  return plain(name) === plain(domain) || plain(name).endsWith(`.${plain(domain)}`)
}

/** ChangeResourceRecordSets: CREATE is refused where something has the name already. */
export const guardRecords: Middleware = (next) => async (call, cx) => {
  const batch = child(rootOf(parseXml(call.wire.body.toString())), 'ChangeBatch')
  const there = await recordsOf(call, cx, text(call.params, 'Id') ?? '')
  for (const change of several(batch, 'Changes', 'Change')) {
    if (leaf(change, 'Action') !== 'CREATE') continue
    const wanted = read(child(change, 'ResourceRecordSet'))
    const rival = there.find((one) => one.name === wanted.name && rivals(one, wanted))
    if (rival)
      throw new AwsError(
        'InvalidChangeBatch',
        `[Tried to create resource record set [name='${wanted.name}.', type='${wanted.type}'] but it already exists]`,
      )
  }
  return next(call, cx)
}

function rivals(one: DnsRecord, other: DnsRecord): boolean {
  if (one.type !== other.type) return one.type === 'CNAME' || other.type === 'CNAME'
  return one.setIdentifier === other.setIdentifier || one.setIdentifier === '' || other.setIdentifier === ''
}
