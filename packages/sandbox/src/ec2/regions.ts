// Regions that an account has not enabled: shown only when all are asked for, and everything in them is refused.
import { succeeded } from '../answer/answer.js'
import { type XmlNode, buildXml, items, leaf, listOf, parseXml, rootOf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import { text } from '../request/params.js'

/** DescribeRegions: which regions are enabled. */
export const regionsOptedIn: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const document = parseXml(answer.body)
  const root = rootOf(document)
  const isClosed = (region: XmlNode): boolean => cx.settings.closedRegions.includes(leaf(region, 'regionName'))
  const shown = items(root, 'regionInfo').filter(
    (each) => text(call.params, 'AllRegions') === 'true' || !isClosed(each),
  )
  for (const each of shown)
    if (isClosed(each)) each['optInStatus'] = 'not-opted-in'
    else if (leaf(each, 'optInStatus') === 'not-opted-in') each['optInStatus'] = 'opted-in'
  root['regionInfo'] = listOf(shown)
  return { ...answer, body: buildXml(document) }
}
