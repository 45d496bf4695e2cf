// What is offered while a command is typed, beside what plugins contribute, and how it is kept.
import regionNames from '../aws/discovery/regions.json' with { type: 'json' }

export { instanceTypes } from '../aws/discovery/known-types.js'
export { replaceFile } from '../state/durable-file.js'
/** AWS's regions, as of the last look at the list. */
export const regions: readonly string[] = regionNames
