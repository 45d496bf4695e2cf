// The groups of an instance are those of its first interface; moto leaves them out when the launch named them there.
import { type XmlNode, type XmlValue, items, leaf } from '../answer/xml.js'

function firstInterface(instance: XmlNode): XmlNode {
  return items(instance, 'networkInterfaceSet')[0] ?? {}
}

/** The list of groups as EC2 shows it. */
export function groupSet(instance: XmlNode): XmlValue | undefined {
  return (items(instance, 'groupSet').length > 0 ? instance['groupSet'] : firstInterface(instance)['groupSet']) ?? ''
}

/** The identifiers of the groups. */
export function groupIds(instance: XmlNode): string[] {
  return items({ groupSet: groupSet(instance) }, 'groupSet').map((group) => leaf(group, 'groupId'))
}
