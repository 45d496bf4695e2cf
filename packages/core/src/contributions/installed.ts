// Which plugins were installed, whether or not oclif could load them: one whose folder is gone is skipped by oclif with
// a mere warning, and a stack that needs it would look as if it had never been there.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const record = z.object({
  oclif: z
    .object({
      plugins: z
        .array(z.object({ name: z.string(), tag: z.string().optional(), type: z.string().optional() }))
        .default([]),
    })
    .default({ plugins: [] }),
})

/** A plugin that was installed. */
export interface Installed {
  readonly name: string
  /** The version or tag that was asked for; `unknown` for a linked one. */
  readonly version: string
}

/**
 * @param dataDir oclif's data folder, an absolute path
 * @returns the plugins that `gm plugins` recorded there; none where there is no record or it cannot be read, which
 *   oclif itself reports
 */
export async function installedPlugins(dataDir: string): Promise<readonly Installed[]> {
  const text = await readFile(join(dataDir, 'package.json'), 'utf8').catch(() => '{}')
  const parsed = record.safeParse(parseJson(text))
  return parsed.success ? parsed.data.oclif.plugins.map(({ name, tag }) => ({ name, version: tag ?? 'unknown' })) : []
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
