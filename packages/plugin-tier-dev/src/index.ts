// The tier, for those who build on it.
export { dev } from './dev.js'
