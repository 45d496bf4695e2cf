// The groups of an instance are those of its first interface; moto leaves them out when the launch named them there.
import { type XmlNode, type XmlValue, items, leaf } from '../answer/xml.js'

const firstInterface = (instance: XmlNode): XmlNode => items(instance, 'networkInterfaceSet')[0] ?? {}

/** The list of groups as EC2 shows it. */
export const groupSet = (instance: XmlNode): XmlValue | undefined =>
  (items(instance, 'groupSet').length > 0 ? instance['groupSet'] : firstInterface(instance)['groupSet']) ?? ''

/** The identifiers of the groups. */
export const groupIds = (instance: XmlNode): string[] =>
  items({ groupSet: groupSet(instance) }, 'groupSet').map((group) => leaf(group, 'groupId'))
