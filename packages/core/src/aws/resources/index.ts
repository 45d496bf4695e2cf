// The resources that the core provides, under the names by which tiers know them.
import type { Stock } from '@geuse/plugin-api'
import { address } from './network/elastic-ip.js'
import { fileSystem } from './storage/file-system.js'
import { firewall } from './network/security-group.js'
import { gateway } from './network/internet-gateway.js'
import { instanceProfile } from './iam/instance-profile.js'
import { launchTemplate } from './compute/launch-template.js'
import { machine } from './compute/instance.js'
import { mountTarget } from './storage/mount-target.js'
import { secrets } from './secrets/secrets.js'
import { subnet } from './network/subnet.js'
import { vpc } from './network/vpc.js'

export { boot } from './checks/boot.js'
export { healthy } from './checks/healthy.js'

/** What a tier is given as `stock`. */
export const stock: Stock = {
  vpc,
  gateway,
  subnet,
  firewall,
  fileSystem,
  mountTarget,
  instanceProfile,
  secrets,
  address,
  launchTemplate,
  machine,
}
