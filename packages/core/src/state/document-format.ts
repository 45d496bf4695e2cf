// Between the bytes of a state file and a document of this version. A newer format is refused and never "recovered";
// what cannot be read is reported with its reason.
import { GmError } from '@geuse/plugin-api'
import { z } from 'zod'
import { type Document, documentSchema, schemaVersion } from './document.js'

/** Where a text came from, and what else there is: for messages. */
export interface Origin {
  readonly path: string
  readonly backups: readonly string[]
}

const versioned = z.looseObject({ schema_version: z.number().int().positive() })

/**
 * @param text content of a state file
 * @param origin its path and its backups
 * @returns the document
 * @throws GmError STATE_NEWER for a format of a later version, STATE_CORRUPT for anything that is not a document
 */
export function parseDocument(text: string, origin: Origin): Document {
  const raw = parseJson(text, origin)
  const version = versioned.safeParse(raw)
  if (!version.success) throw torn(origin, 'it has no schema_version')
  if (version.data.schema_version > schemaVersion) throw newer(origin, version.data.schema_version)
  const document = documentSchema.safeParse(raw)
  if (!document.success) throw torn(origin, z.prettifyError(document.error))
  return document.data
}

/** @returns a document as its file holds it. @throws ZodError for what is no document: a bug */
export function serialise(document: Document): string {
  return `${JSON.stringify(documentSchema.parse(document), null, 2)}\n`
}

function parseJson(text: string, origin: Origin): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw torn(origin, 'it is not JSON', cause)
  }
}

function torn(origin: Origin, reason: string, cause?: unknown): GmError {
  const hints = origin.backups.map(
    (backup) => `cp ${quote(backup)} ${quote(origin.path)}   # an earlier state: look at it first`,
  )
  return new GmError('STATE_CORRUPT', `the state file ${origin.path} cannot be read: ${reason}`, {
    cause,
    hints: hints.length > 0 ? hints : ['there is no backup of it; nothing was overwritten'],
  })
}

function newer(origin: Origin, version: number): GmError {
  return new GmError(
    'STATE_NEWER',
    `the state file ${origin.path} was written by a newer gm (format ${version}, this one reads ${schemaVersion})`,
    {
      hints: ['npm install --global @geuse/cli@latest'],
    },
  )
}

function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`
}
