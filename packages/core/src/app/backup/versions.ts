// Data that a newer version wrote is not given to an older one, which could not read it, or would harm it: versions are
// those of the images' tags. Whether a database can read a dump is asked of the database itself.
import { GmError } from '@geuse/plugin-api'
import type { DeployConfig } from '../../config/resolve.js'
import type { Registry } from '../../contributions/index.js'
import type { Document } from '../../state/document.js'
import { composeConfig } from '../deploy/resolve-stack.js'
import type { BackupRow } from './work.js'

/** @throws GmError CONFIG_INVALID with every service that is older than the one whose data it would get */
export function demandVersions(document: Document, registry: Registry, { services }: BackupRow): void {
  const { stack_name: name } = document
  const { described } = composeConfig(registry, document.config as unknown as DeployConfig)
  const problems = services.flatMap(({ service, images }) => {
    const own = described.find(({ id }) => id === service)
    if (own === undefined) return [missing(name, service)]
    const newer = (images ?? '').split(' ').find((image) => own.images.some((one) => isOlder(one, image)))
    return newer === undefined ? [] : [older(name, service, newer)]
  })
  if (problems.length > 0) throw GmError.all(`This backup cannot be put into ${name}`, problems)
}

/** @returns whether one image is of the same repository as the other, and of an older version */
export function isOlder(one: string, other: string): boolean {
  const [a, b] = [versionOf(one), versionOf(other)]
  if (a === undefined || b === undefined || a.repository !== b.repository) return false
  const at = a.numbers.findIndex((number, index) => number !== (b.numbers[index] ?? number))
  return at !== -1 && (a.numbers[at] ?? 0) < (b.numbers[at] ?? 0)
}

function versionOf(image: string) {
  const match = /^(.+):v?(\d+(?:\.\d+)*)[^/:]*$/.exec(image.split('@')[0] ?? '')
  return match === null ? undefined : { repository: match[1], numbers: (match[2] ?? '').split('.').map(Number) }
}

function missing(name: string, service: string): GmError {
  return new GmError('CONFIG_INVALID', `${name} has no service ${service}, whose data the backup holds`, {
    hints: [`gm deploy ${name} --services …,${service}`],
  })
}

function older(name: string, service: string, image: string): GmError {
  return new GmError(
    'CONFIG_INVALID',
    `The data of ${service} was written by ${image}, and ${name} runs an older version`,
    {
      hints: [`gm update ${name} --set ${service}.image=${image}`],
    },
  )
}
