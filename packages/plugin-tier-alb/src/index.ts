// The tier, for those who build on it.
export { automation } from './automation.js'
