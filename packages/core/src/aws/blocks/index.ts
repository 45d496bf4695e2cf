// What a tier is given as `blocks`.
import type { Blocks } from '@geuse/plugin-api'
import { certificate } from './certificate.js'
import { compute } from './compute.js'
import { distribution } from './distribution.js'
import { domainRecord } from './domain-record.js'
import { healthy } from './healthy.js'
import { loadBalancer } from './load-balancer.js'
import { network } from './network.js'
import { storage } from './storage.js'
import { target } from './target.js'

/** Pieces of graph that tiers share. */
export const blocks: Blocks = {
  network,
  storage,
  compute,
  target,
  certificate,
  domainRecord,
  loadBalancer,
  distribution,
  healthy,
}
