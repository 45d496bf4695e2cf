// The tier, for those who build on it.
export { cdn, type CdnOptions } from './cdn.js'
