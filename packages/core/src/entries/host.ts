// What every command of the host uses. Each other file of this folder is what one command uses: a command loads the
// core that it needs, and no more.
export { readEnvironment, progressModes, type Environment } from '../config/environment.js'
export type { Host } from '../app/host.js'
export type { Ask, StackOperation } from '../app/run/stack-operation.js'
export { createContainer, hostOf, tokens } from '../container.js'
export type { PluginHost } from '../contributions/index.js'
export { interrupted } from '../engine/run-operation.js'
export { ensureHome, homeAt } from '../state/home.js'
export { readSettings, type Settings } from '../state/settings.js'
export { makeProgress, type Progress, type ProgressChoice } from '../ui/progress.js'
export { makePrompts, type Prompts } from '../ui/prompt.js'
export { chooseStyle, type Style } from '../ui/style.js'
export { tableLines, type Cell, type Column } from '../ui/table.js'
