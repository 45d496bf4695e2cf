// The networks that can be chosen, in the region and account that were said.
import { identify } from '../../aws/discovery/discover.js'
import { listVpcs, type ListedVpc } from '../../aws/discovery/vpcs.js'
import { keptVpcs } from '../../state/vpc-cache.js'
import { connectionFor, type Host } from '../host.js'

/** @param flags that say region and profile. @returns the networks, of the last hour; none where AWS did not tell */
export async function networksIn(
  host: Host,
  { region, profile }: Readonly<Record<string, unknown>>,
): Promise<readonly ListedVpc[]> {
  const where = { region: String(region), profile: profile === undefined ? undefined : String(profile) }
  const { clients } = host.openRun(connectionFor(host, where))
  try {
    const key = `${clients.connection.endpoint ?? 'aws'}/${await identify(clients)}/${where.region}`
    return await keptVpcs(host.home.cached('vpcs'), key, host.clock.now(), () => listVpcs(clients))
  } catch {
    return []
  }
}
