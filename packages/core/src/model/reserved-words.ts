// The words of a command line that belong to gm itself: no tier may name an option so, as one word would mean two
// things.

/** Words of flags, of config files and, in capitals behind `GEUSEMAKER_`, of the environment. */
export const reservedWords: readonly string[] = [
  'allow-expensive',
  'budget',
  'kms-key',
  'permissions-boundary',
  'tag',
  'config',
  'debug',
  'help',
  'home',
  'json',
  'name',
  'output',
  'primary',
  'profile',
  'progress',
  'region',
  'rollback',
  'rollback-timeout',
  'services',
  'set',
  'tier',
  'version',
  'yes',
]
