// What the rest of core needs of plugins and their contributions.
export type { Accepted, Checked } from './accepted.js'
export { check } from './check.js'
export { collect, type Collected, type Collection, type HookResult, type HostPlugin, type PluginHost } from './collect.js'
export type { PluginFailure } from './failure.js'
export { loadRegistry } from './load.js'
export { labelOf, type Origin } from './origin.js'
export { isPinned } from './pinned.js'
export { registryOf, type Registered, type Registry, type Shelf } from './registry.js'
