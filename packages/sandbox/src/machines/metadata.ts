// The instance metadata service, version 2 and where the launch allows it version 1: what a machine is told about
// itself (EC2 User Guide, instance metadata categories). Who asks is known by the address.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from '../account/context.js'
import { items, leaf } from '../answer/xml.js'
import { roleKeyOf } from '../iam/role-keys.js'
import { roleOfProfile } from '../iam/profile-usable.js'
import type { Launch } from '../instances/emulated-instance.js'
import { publicAddress } from '../instances/surroundings.js'

/** What EC2 told a spot instance; times are ISO 8601. */
export interface Notices {
  action?: { readonly action: string; readonly time: string }
  rebalance?: { readonly noticeTime: string }
}

/** Whom an answer is for. */
export interface Asker {
  readonly launch: Launch
  readonly notices: Notices
}

type Value = string | undefined
type Leaf = () => Value | Promise<Value>

const longestToken = 21_600

/** Tokens of one network's machines: each is good for the machine that asked for it. */
export class Metadata {
  readonly #tokens = new Map<string, { readonly instanceId: string; readonly until: number }>()

  /** Answers a request. @param asker undefined for an address that no machine has */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    cx: Context,
    asker: Asker | undefined,
  ): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://metadata')
    const say = (status: number, body = ''): void => {
      response.writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) }).end(body)
    }
    if (asker === undefined) return say(404)
    if (request.method === 'PUT' && pathname === '/latest/api/token') return this.#giveToken(request, asker, say)
    if (request.method !== 'GET') return say(405)
    if (!this.#mayRead(request, asker)) return say(401)
    const path = pathname.split('/').filter((part) => part !== '')
    if (!/^(latest|\d{4}-\d\d-\d\d)$/.test(path[0] ?? '')) return say(404)
    const found = await read(cx, asker, path.slice(1).join('/'))
    say(found === undefined ? 404 : 200, found)
  }

  /** What came through a proxy is refused, as the way of many a stolen key. */
  #giveToken({ headers }: IncomingMessage, { launch }: Asker, say: (status: number, body?: string) => void): void {
    if (headers['x-forwarded-for'] !== undefined) return say(403)
    const seconds = Number(headers['x-aws-ec2-metadata-token-ttl-seconds'])
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > longestToken) return say(400)
    const token = randomBytes(42).toString('base64')
    this.#tokens.set(token, { instanceId: launch.instanceId, until: Date.now() + seconds * 1000 })
    say(200, token)
  }

  #mayRead({ headers }: IncomingMessage, { launch }: Asker): boolean {
    const token = headers['x-aws-ec2-metadata-token']
    if (token === undefined) return launch.metadata.tokens === 'optional'
    const known = this.#tokens.get(String(token))
    return known?.instanceId === launch.instanceId && known.until > Date.now()
  }
}

/** A value, or the names below a path; undefined where there is neither. */
async function read(cx: Context, asker: Asker, path: string): Promise<Value> {
  const tree = await treeOf(cx, asker)
  const value = tree[path]
  if (value !== undefined) return value()
  const below = Object.keys(tree).filter((name) => path === '' || name.startsWith(`${path}/`))
  const rest = below.map((name) => name.slice(path === '' ? 0 : path.length + 1).replace(/\/.*/, '/'))
  return rest.length === 0 ? undefined : [...new Set(rest)].sort().join('\n')
}

async function treeOf(cx: Context, { launch, notices }: Asker): Promise<Readonly<Record<string, Leaf>>> {
  const { instanceId, region, zone, privateAddress: local, profile } = launch
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`
  const host = `ip-${local.replaceAll('.', '-')}.${domain}`
  const role = profile === undefined ? undefined : await roleOfProfile(launch, cx, profile)
  const address = await publicAddress(cx, launch)
  const leaves: Record<string, Value | Leaf> = {
    'meta-data/ami-id': launch.imageId,
    'meta-data/hostname': host,
    'meta-data/instance-id': instanceId,
    'meta-data/instance-life-cycle': launch.market,
    'meta-data/instance-type': launch.instanceType,
    'meta-data/local-hostname': host,
    'meta-data/local-ipv4': local,
    'meta-data/public-ipv4': address === '' ? undefined : address,
    'meta-data/placement/availability-zone': zone,
    'meta-data/placement/region': region,
    'meta-data/services/domain': 'amazonaws.com',
    'meta-data/services/partition': 'aws',
    'meta-data/spot/instance-action': notices.action && JSON.stringify(notices.action),
    'meta-data/spot/termination-time': notices.action?.time,
    'meta-data/events/recommendations/rebalance': notices.rebalance && JSON.stringify(notices.rebalance),
    'dynamic/instance-identity/document': () => identity(launch),
    'user-data': launch.userData === '' ? undefined : Buffer.from(launch.userData, 'base64').toString('latin1'),
    ...(role ? roleLeaves(cx, launch, role) : {}),
    ...(launch.metadata.tags ? await tagLeaves(cx, launch) : {}),
  }
  return Object.fromEntries(
    Object.entries(leaves).flatMap(([path, value]): [string, Leaf][] =>
      value === undefined ? [] : [[path, typeof value === 'string' ? () => value : value]],
    ),
  )
}

function roleLeaves(cx: Context, launch: Launch, role: string): Record<string, Leaf> {
  const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
  const profileArn = `arn:aws:iam::${launch.account}:instance-profile/${launch.profile ?? ''}`
  return {
    'meta-data/iam/info': () =>
      JSON.stringify({ Code: 'Success', LastUpdated: time(Date.now()), InstanceProfileArn: profileArn }),
    [`meta-data/iam/security-credentials/${role}`]: () => {
      const key = roleKeyOf(cx, launch)
      return JSON.stringify({
        Code: 'Success',
        LastUpdated: time(key.issuedAt),
        Type: 'AWS-HMAC',
        AccessKeyId: key.accessKey,
        SecretAccessKey: key.secretKey,
        Token: key.token,
        Expiration: time(key.expiresAt),
      })
    },
  }
}

async function tagLeaves(cx: Context, launch: Launch): Promise<Record<string, string>> {
  const filter = { Filter: [{ Name: 'resource-id', Value: [launch.instanceId] }] }
  const tags = items(await cx.moto.ask(launch, 'ec2', 'DescribeTags', filter), 'tagSet')
  return Object.fromEntries(tags.map((tag) => [`meta-data/tags/instance/${leaf(tag, 'key')}`, leaf(tag, 'value')]))
}

function identity({ account, region, zone, instanceId, instanceType, imageId, privateAddress }: Launch): string {
  return JSON.stringify({
    accountId: account,
    architecture: 'x86_64',
    availabilityZone: zone,
    imageId,
    instanceId,
    instanceType,
    privateIp: privateAddress,
    region,
    version: '2017-09-30',
  })
}
