// npm as gm's own plugins use it, without the habits of whoever runs the tests.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The program of the one that `gm plugins` uses. */
export const npmCli = join(dirname(createRequire(import.meta.url).resolve('npm/package.json')), 'bin', 'npm-cli.js')

/**
 * @param folder for its cache and settings
 * @param registry the only one that it may ask
 * @returns variables for npm, and for a `gm` that runs it
 */
export function npmEnv(folder: string, registry: string): Record<string, string> {
  return {
    npm_config_registry: registry,
    npm_config_fetch_retries: '0',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_cache: join(folder, 'npm'),
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_loglevel: 'error',
  }
}
