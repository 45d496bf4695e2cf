// A record in the person's hosted zone. Records carry no tags: whose one is stands in its set identifier, which nobody
// sees who asks for the name. A name that is there already is never overwritten: Route 53 refuses a second record of
// another kind.
import { defineResource, GmError, type DnsRecordProps, type MadeRecord, type StackRef } from '@geuse/plugin-api'
import type { ListResourceRecordSetsResponse, ResourceRecordSet, Route53 } from '@aws-sdk/client-route-53'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'
import { ifThere } from '../../wait/consistency.js'
import { waitFor } from '../../wait/wait-for.js'

type Identity = Pick<DnsRecordProps, 'zoneId' | 'name' | 'type'>

/** Seconds for which others may keep an answer. */
const ttl = 60
/** Seconds for Route 53's servers to know a change: most often 60, its developer guide says. */
const inSyncWithin = 300

/** Record of a hosted zone, found by its name and set identifier. */
export const dnsRecord = defineResource<DnsRecordProps, Identity, MadeRecord, AwsContext>({
  type: 'dns-record',
  stage: 'network',
  iam: [
    'route53:ChangeResourceRecordSets',
    'route53:GetChange',
    'route53:ListHostedZones',
    'route53:ListResourceRecordSets',
  ],
  idempotent: 'name',
  identity: ({ zoneId, name, type }) => ({ zoneId, name, type }),
  find: async (cx, { identity, seen }) => {
    if (seen?.adopted === true) return seen
    const own = (await recordsAt(cx, identity)).find((one) => one.SetIdentifier === mark(cx.stack))
    return own && { ...identity, adopted: false }
  },
  create: async (cx, props) => {
    const { zoneId, name, type } = props
    try {
      await change(cx, zoneId, 'CREATE', recordSet(cx.stack, props))
      return { zoneId, name, type, adopted: false }
    } catch (error) {
      if (!isAlreadyThere(error)) throw error
      const there = await recordsAt(cx, props)
      if (there.length > 0 && there.every((one) => means(one, props))) return { zoneId, name, type, adopted: true }
      throw pointsElsewhere(props, there, error)
    }
  },
  list: async (cx) => {
    const route53 = await cx.aws.route53()
    const zones = await allOf(route53.paginateListHostedZones({}), ({ HostedZones }) => HostedZones)
    const ids = zones.map(({ Id }) => required(Id, 'Id').replace('/hostedzone/', ''))
    return (await Promise.all(ids.map((zoneId) => ownIn(cx, zoneId)))).flat()
  },
  destroy: async (cx, { identity, observed: { adopted } }) => {
    if (adopted) return
    const own = (await recordsAt(cx, identity)).find((one) => one.SetIdentifier === mark(cx.stack))
    if (own !== undefined) await change(cx, identity.zoneId, 'DELETE', own)
  },
  seconds: { create: 40, destroy: 40 },
  label: ({ name, type }) => `${type} ${name}`,
})

/** @returns all records of a name and type */
export async function recordsAt(
  cx: Pick<AwsContext, 'aws'>,
  { zoneId, name, type }: Identity,
): Promise<readonly ResourceRecordSet[]> {
  const route53 = await cx.aws.route53()
  const asked = { HostedZoneId: zoneId, StartRecordName: name, StartRecordType: type, MaxItems: 100 }
  const { ResourceRecordSets = [] } = (await ifThere(() => route53.listResourceRecordSets(asked))) ?? {}
  return ResourceRecordSets.filter((one) => sameName(one.Name, name) && one.Type === type)
}

/** @returns whether two names are the same: with or without the dot at the end, whatever the case */
export function sameName(a: string | undefined, b: string): boolean {
  return a?.toLowerCase().replace(/\.$/, '') === b.toLowerCase().replace(/\.$/, '')
}

async function ownIn(cx: AwsListContext, zoneId: string) {
  const route53 = await cx.aws.route53()
  const records = await allOf(recordPages(route53, zoneId), ({ ResourceRecordSets }) => ResourceRecordSets)
  return records
    .filter(({ SetIdentifier }) => SetIdentifier === mark(cx.stack))
    .map((one) => {
      const identity = { zoneId, name: required(one.Name, 'Name'), type: one.Type as Identity['type'] }
      return { id: `${identity.type} ${identity.name}`, known: { identity, observed: { ...identity, adopted: false } } }
    })
}

/** The SDK turns the pages of everything else. */
async function* recordPages(route53: Route53, HostedZoneId: string) {
  for (let from: Partial<ListResourceRecordSetsResponse> = {}; ;) {
    const { NextRecordName: StartRecordName, NextRecordType: StartRecordType, NextRecordIdentifier } = from
    const start = { StartRecordName, StartRecordType, StartRecordIdentifier: NextRecordIdentifier }
    const page = await route53.listResourceRecordSets({ HostedZoneId, ...start })
    yield page
    if (page.IsTruncated !== true) return
    from = page
  }
}

function mark({ id }: Pick<StackRef, 'id'>): string {
  return `geusemaker ${id}`
}

function recordSet(stack: StackRef, { name, type, to }: DnsRecordProps): ResourceRecordSet {
  const which = { Name: name, Type: type, SetIdentifier: mark(stack), Weight: 1 }
  return 'value' in to
    ? { ...which, TTL: ttl, ResourceRecords: [{ Value: to.value }] }
    : { ...which, AliasTarget: { HostedZoneId: to.zoneId, DNSName: to.dnsName, EvaluateTargetHealth: false } }
}

/** Two certificates of one name have the same validation record. */
function means({ ResourceRecords = [], AliasTarget }: ResourceRecordSet, { to }: DnsRecordProps): boolean {
  return 'value' in to
    ? ResourceRecords.length === 1 && sameName(ResourceRecords[0]?.Value, to.value)
    : AliasTarget?.DNSName !== undefined && sameName(AliasTarget.DNSName.replace(/^dualstack\./, ''), to.dnsName)
}

async function change(
  cx: AwsContext,
  HostedZoneId: string,
  Action: 'CREATE' | 'DELETE',
  record: ResourceRecordSet,
): Promise<void> {
  const route53 = await cx.aws.route53()
  const ChangeBatch = { Changes: [{ Action, ResourceRecordSet: record }] }
  const { ChangeInfo } = await route53.changeResourceRecordSets({ HostedZoneId, ChangeBatch })
  if (Action === 'DELETE') return
  const Id = required(ChangeInfo?.Id, 'Id').replace('/change/', '')
  const known = async () => ((await route53.getChange({ Id })).ChangeInfo?.Status === 'INSYNC' ? true : undefined)
  await waitFor(cx, `Route 53 to know ${record.Name}`, known, { seconds: inSyncWithin })
}

function pointsElsewhere({ zoneId, name, type }: Identity, there: readonly ResourceRecordSet[], cause: unknown) {
  return new GmError('CONFLICT', `${name} leads elsewhere already (${inWords(there)}), and is not overwritten`, {
    hints: [
      `aws route53 list-resource-record-sets --hosted-zone-id ${zoneId} --start-record-name ${name} --start-record-type ${type} --max-items 5`,
      'remove that record, or choose another --domain',
    ],
    cause,
  })
}

/** @returns where records lead, for a message */
export function inWords(records: readonly ResourceRecordSet[]): string {
  const said = records.map(({ Type, AliasTarget, ResourceRecords = [] }) => {
    const to = AliasTarget?.DNSName ?? ResourceRecords.map(({ Value }) => Value).join(', ')
    return `${Type} ${to}`
  })
  return said.join('; ') || 'a record of another type'
}
