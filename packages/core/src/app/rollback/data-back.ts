// Going back with the data of before. A newer version of a service makes its data into what an older one may not read,
// so that going back takes more than the older container. Whether a newer version has opened the data at all is no
// guess: the instance keeps a record of it.
import type { AnswerOf } from '@geuse/instance-contract'
import type { Registry } from '../../contributions/index.js'
import { dataSecrets, instancePlace } from '../backup/place.js'
import { putBackIn } from '../backup/restore.js'
import type { Host, RunScope } from '../host.js'
import type { OpenRun } from '../run/run.js'
import type { Running } from '../run/stack-operation.js'

/** A stack on its way back, in a run that holds it. */
export interface ReturningStack {
  readonly registry: Registry
  readonly scope: RunScope
  /** Id of the backup that was made before what is undone; null where none was. */
  readonly backup: string | null
}

/**
 * @param stack that is on its way back
 * @returns what puts the backup back where another version has opened the data since; undefined where there is none
 */
export function dataBack(
  host: Host,
  run: OpenRun,
  { registry, scope, backup: id }: ReturningStack,
  running: Running,
): (() => Promise<boolean>) | undefined {
  if (id === null) return undefined
  return async () => {
    const { document } = run.writer
    const place = instancePlace(host, document, scope)
    const told = await place.instance(running.signal).backups()
    const backup = told.backups.find((one) => one.id === id)
    if (backup === undefined || !wasOpened(told, backup)) return false
    if (!isBack(told, id))
      await putBackIn(
        host,
        {
          place,
          chosen: { row: backup, from: 'backups', bring: [] },
          secrets: dataSecrets(document, registry),
          foreign: false,
        },
        running,
      )
    return true
  }
}

/** A run that was cut off may have put it back already. */
function isBack({ work }: Told, id: string): boolean {
  return work?.what === 'recover' && work.id === id && work.state === 'ok'
}

type Told = AnswerOf<'backups'>

/** By other images than those that it was written with, since it was made. */
function wasOpened({ opened }: Told, { at, services }: Told['backups'][number]): boolean {
  const images = new Map(services.map((one) => [one.service, one.images]))
  return opened.some(
    (one) => at !== null && one.at >= at && images.has(one.service) && images.get(one.service) !== one.images,
  )
}
