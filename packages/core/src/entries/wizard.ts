// What `gm deploy` without a name uses on a terminal.
import regionNames from '../aws/discovery/regions.json' with { type: 'json' }

export { sameCommand, sameFile } from '../app/wizard/same-as.js'
export { wizard, type Said, type WizardAnswers } from '../app/wizard/wizard.js'
/** AWS's regions, as of the last look at the list. */
export const regions: readonly string[] = regionNames
