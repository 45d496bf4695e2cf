// The tier, for those who build on it.
export { gpu } from './gpu.js'
