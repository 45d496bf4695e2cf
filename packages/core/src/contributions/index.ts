// What the rest of core needs of plugins and their contributions.
export type { PluginHost } from './collect.js'
export { costItems } from './cost-schema.js'
export { failureOf, type PluginFailure } from './failure.js'
export { loadRegistry } from './load.js'
export { labelOf, type Origin } from './origin.js'
export { byId, type Registered, type Registry, type ItemsById } from './registry.js'
export { publishedBy, tierAnswers, type Answered, type TierAnswers } from './tier-answers.js'
