// The resources that the core provides, under the names by which tiers know them.
import type { Stock } from '@geuse/plugin-api'
import { address } from './address.js'
import { fileSystem } from './file-system.js'
import { firewall } from './firewall.js'
import { gateway } from './gateway.js'
import { instanceProfile } from './instance-profile.js'
import { launchTemplate } from './launch-template.js'
import { machine } from './machine.js'
import { mountTarget } from './mount-target.js'
import { secrets } from './secrets.js'
import { subnet } from './subnet.js'
import { vpc } from './vpc.js'

export { boot } from './boot.js'
export { healthy } from './healthy.js'

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
