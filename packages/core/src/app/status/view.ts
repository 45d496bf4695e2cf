// From what is known of a stack to what `gm status` shows.
import type { Document } from '../../state/document.js'
import type { StatusView } from '../../ui/status-panel.js'
import { copyWarnings, dataWords, lastCopyOf, storageRows, type StorageRow } from '../../ui/storage-words.js'
import type { StackStatus } from './status.js'

/** @returns a stack's state as `gm status` shows it */
export function statusView(seen: StackStatus): StatusView {
  const { document, openRun, healthy, health, reach, instance, boot, jobs, copies, problems, warnings } = seen
  const storage = storageThere(document)
  return {
    stack: document.stack_name,
    status: document.status,
    openRun,
    healthy,
    url: document.n8n_url,
    reach: reach?.text ?? null,
    instance: instance === null ? null : `${document.instance_id} is ${instance}`,
    dns: document.dns_record ?? undefined,
    boot,
    services: (health?.services ?? []).map((service) => ({
      ...service,
      data: dataWords(service.service, storage, copies),
    })),
    jobs: jobs.filter(({ state }) => state !== 'ok'),
    storage,
    problems,
    warnings: [...warnings, ...copyWarnings(copies)],
  }
}

/** What is on the disk of an instance that is gone is gone too; what was copied from there is on EFS. */
function storageThere({ plugins, instance_id: instanceId, efs_id: fileSystemId }: Document): StorageRow[] {
  const there = (row: StorageRow): boolean => (row.lostWithInstance ? instanceId : fileSystemId) !== null
  const rows = storageRows(plugins.flatMap(({ services }) => services)).filter(there)
  return instanceId === null ? rows.map(lastCopyOf) : rows
}
