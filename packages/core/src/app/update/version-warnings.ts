// What an update or a rollback does to kept data that nothing takes back: said before it is begun.
import type { Registry } from '../../contributions/index.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { Composition } from '../../stack/composition.js'
import type { Document } from '../../state/document.js'
import { composeConfig } from '../deploy/resolve-stack.js'

/** The stack as it stands, and as it will be. */
type Change = [registry: Pick<Registry, 'services'>, stored: Document, composition: Pick<Composition, 'described'>]

/**
 * @param isBackedUp whether a backup was made before, or will be
 * @returns a sentence for each service whose data is made into that of another version
 */
export function versionWarnings(...[registry, stored, composition, isBackedUp]: [...Change, boolean]): string[] {
  return otherVersions(registry, stored, composition).map(
    ({ from, to }) =>
      `${from} becomes ${to}, which changes its data when it starts. ${isBackedUp ? backedUp : forGood(from)}`,
  )
}

/** @returns the same of a stack that goes back */
export function versionsLeftBehind(...change: Change): string[] {
  return otherVersions(...change).map(
    ({ from, to }) =>
      `${to} comes back in the place of ${from}, whose data stays as it is: an older version may not read it.`,
  )
}

const backedUp =
  'When it fails, its data is put back too; once it is up, gm rollback leaves data as it is, and gm restore brings the ' +
  'backup back.'

function forGood(from: string): string {
  return (
    `Going back brings the container of ${from} back and not its data: an older version may not read what a newer one ` +
    'has written.'
  )
}

function otherVersions(...[registry, stored, { described }]: Change): { readonly from: string; readonly to: string }[] {
  const { services, primary, set = {} } = stored.config as Partial<DeployConfig>
  const before = composeConfig(registry, { set, ...(services && { services }), ...(primary && { primary }) })
  const was = new Map(before.described.map(({ id, dataVersion }) => [id, dataVersion]))
  return described.flatMap(({ id, dataVersion: to }) => {
    const from = was.get(id) ?? null
    return from === null || to === null || from === to ? [] : [{ from, to }]
  })
}
