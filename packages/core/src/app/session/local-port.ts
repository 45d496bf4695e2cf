// A port of this computer's loopback that nobody listens on.
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { GmError } from '@geuse/plugin-api'

/**
 * @param usual to be taken where it is free, and where nothing is wanted
 * @param wanted by the person
 * @returns a port that was free a moment ago
 * @throws GmError CONFIG_INVALID where the one that is wanted is taken
 */
export async function localPort(usual: number, wanted: number | undefined): Promise<number> {
  const free = await listened(wanted ?? usual)
  if (free !== undefined) return free
  if (wanted === undefined) return (await listened(0)) ?? usual
  throw new GmError('CONFIG_INVALID', `Port ${wanted} of this computer cannot be used: something listens there`, {
    hints: ['leave --local-port out, and a free one is taken'],
  })
}

/** @returns the port; undefined where one cannot listen on it */
async function listened(port: number): Promise<number | undefined> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  } catch {
    return undefined
  } finally {
    server.close()
  }
}
