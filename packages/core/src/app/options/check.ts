// A file of options, or settings, read as a deploy would read them, with nothing else said.
import { configErrors, readConfig, type ConfigFile } from '../../config/resolve.js'
import { tierOptions } from '../../config/tier-options.js'
import { defaultSettings, type Settings } from '../../state/settings.js'
import { composeConfig } from '../deploy/resolve-stack.js'
import type { Host } from '../host.js'

/** What is checked. */
export interface Candidate {
  readonly settings?: Settings
  readonly file?: ConfigFile
}

/** @throws GmError CONFIG_INVALID with every mistake */
export async function demandReadable(host: Host, { settings = defaultSettings(), file }: Candidate): Promise<void> {
  const registry = await host.registry()
  const { aws, options: _options, configFile: _file, ...environment } = host.environment
  const { problems, config } = await readConfig({
    flags: {},
    environment: { ...environment, aws: {}, options: {} },
    settings,
    tiers: Object.fromEntries([...registry.tiers].map(([id, { item }]) => [id, tierOptions(item)])),
    services: [...registry.services.keys()],
    ...(file === undefined ? {} : { file }),
  })
  const wrong = problems.length > 0 ? problems : composeConfig(registry, config).problems
  if (wrong.length > 0) throw configErrors(wrong, ['gm config list', 'gm deploy --help'])
}
