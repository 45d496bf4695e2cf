// What completion knows of installed plugins is written anew by every command that changes them, and by those that ask
// them anyhow: a linked plugin changes without a command.
import type { Hook } from '@oclif/core'

const asking = ['deploy', 'services', 'tiers']

const hook: Hook.Postrun = async ({ Command: { id }, config }) => {
  const changes = id.startsWith('plugins')
  const others = [...config.plugins.values()].some(({ type }) => type !== 'core')
  if (!changes && !(others && asking.includes(id))) return
  const [{ refreshCompletion }, { divertStdout }] = await Promise.all([
    import('../completion/refresh.js'),
    import('../stdout.js'),
  ])
  // Plugins are asked once more, and stdout has its result already.
  const undivert = divertStdout()
  // Nothing that was asked for depends on it; a TAB says less until the next time.
  await refreshCompletion(config).catch(() => undefined)
  undivert()
}

export default hook
