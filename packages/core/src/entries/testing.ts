// For the tests of whoever writes a plugin.
export { conformance } from '../contributions/conformance.js'
