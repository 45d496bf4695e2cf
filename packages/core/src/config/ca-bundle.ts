// Companies look into the traffic of their computers with an authority of their own; its certificate is in a file that
// every AWS tool is told of. What is wrong with the file is said before anything is asked, as TLS would pass over it.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { GmError } from '@geuse/plugin-api'
import type { Environment } from './environment.js'

const certificates = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/**
 * @param aws what the environment says; `AWS_CA_BUNDLE` wins over the profile's `ca_bundle`, as in every AWS tool
 * @param profile that is used, `default` without
 * @returns certificates in PEM to be trusted beside those that Node trusts; undefined when none were named
 * @throws GmError CONFIG_INVALID for a file that holds none
 */
export function caBundle(
  { caBundle: path, profiles }: Environment['aws'],
  profile: string = 'default',
): string | undefined {
  if (path !== undefined) return read(path, 'AWS_CA_BUNDLE')
  const own = profiles?.[profile]?.caBundle
  return own === undefined ? undefined : read(own, `ca_bundle of the profile ${profile}`)
}

function read(path: string, place: string): string {
  try {
    const text = readFileSync(path, 'utf8')
    const blocks = text.match(certificates) ?? []
    if (blocks.length === 0) throw new Error('it holds no certificate in PEM')
    for (const block of blocks) new X509Certificate(block)
    return blocks.join('\n')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new GmError('CONFIG_INVALID', `${place}: ${path} cannot be read as certificates (${reason})`, {
      hints: [`openssl x509 -in ${path} -noout -subject   # shows what is in it`],
      cause,
    })
  }
}
