// What a machine is given, as the use cases make it. What it answers is read from its own files: boot-status, control.
export { makeBundle, type Bundle, type BundleFile } from './bundle.js'
export { planTables, type PlanTables, type Row } from './plan-tables.js'
export { packUserData, userDataLimit, userDataScript } from './user-data.js'
