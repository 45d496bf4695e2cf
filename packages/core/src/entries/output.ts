// What commands print as JSON, and the reference of failures. A command uses the types alone; tests and documents use
// the rest.
export { errorReference } from '../output/error-reference.js'
export { event, events, failure, outputs, type OutputOf } from '../output/index.js'
