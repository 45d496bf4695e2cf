// Backups as a table.
import { byteWords } from './storage-words.js'
import type { Style } from './style.js'
import { tableLines } from './table.js'

/** What is shown of one. */
export interface BackupView {
  readonly id: string
  readonly at: string | null
  readonly bytes: number | null
  readonly services: readonly { readonly service: string }[]
  readonly torn: boolean
}

/** @returns lines for the terminal, the newest first */
export function backupLines(backups: readonly BackupView[], style: Style): string[] {
  const columns = [
    { title: 'id' },
    { title: 'made' },
    { title: 'size', align: 'right' },
    { title: 'services' },
  ] as const
  const rows = backups
    .toReversed()
    .map(({ id, at, bytes, services, torn }) => [
      id,
      at ?? '?',
      bytes === null ? '?' : byteWords(bytes),
      torn ? 'torn: its manifest is not whole' : services.map(({ service }) => service).join(' '),
    ])
  return tableLines(columns, rows, style)
}
