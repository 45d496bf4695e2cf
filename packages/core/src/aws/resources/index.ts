// The resources that the core provides, under the names by which tiers know them.
import type { BuiltInResources } from '@geuse/plugin-api'
import { bundle } from './storage/bundle.js'
import { certificate } from './domain/certificate.js'
import { dnsRecord } from './domain/dns-record.js'
import { distribution } from './distribution/distribution.js'
import { elasticIp } from './network/elastic-ip.js'
import { fileSystem } from './storage/file-system.js'
import { securityGroup } from './network/security-group.js'
import { internetGateway } from './network/internet-gateway.js'
import { instanceProfile } from './iam/instance-profile.js'
import { launchTemplate } from './compute/launch-template.js'
import { instance } from './compute/instance.js'
import { listener } from './load-balancing/listener.js'
import { loadBalancer } from './load-balancing/load-balancer.js'
import { target } from './load-balancing/target.js'
import { targetGroup } from './load-balancing/target-group.js'
import { mountTarget } from './storage/mount-target.js'
import { secrets } from './secrets/secrets.js'
import { subnet } from './network/subnet.js'
import { vpc } from './network/vpc.js'

export { boot } from './checks/boot.js'
export { deployed } from './checks/deployed.js'
export { healthy } from './checks/healthy.js'
export { issued } from './checks/issued.js'

/** What a tier is given as `resources`. */
export const resources: BuiltInResources = {
  vpc,
  internetGateway,
  subnet,
  securityGroup,
  fileSystem,
  mountTarget,
  instanceProfile,
  secrets,
  bundle,
  elasticIp,
  launchTemplate,
  instance,
  loadBalancer,
  targetGroup,
  listener,
  target,
  distribution,
  certificate,
  dnsRecord,
}
