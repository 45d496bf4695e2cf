// The machine, as the use cases see it: what it is given and what it answers.
export { bootPhases, phaseTagKey, readBootStatus, readPhaseTag, type BootStatus, type PhaseTag } from './boot-status.js'
export { makeBundle, type Bundle, type BundleFile } from './bundle.js'
export { controlScript, readHealth, type HealthAnswer, type ProbeAnswer, type Question } from './control.js'
export { planTables, type PlanTables, type Row } from './plan-tables.js'
export { packUserData, userDataLimit, userDataScript } from './user-data.js'
