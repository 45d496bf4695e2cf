// What `--config` needs.
export type { ConfigFile } from '../config/layers.js'
export { readConfigFile } from '../config/file.js'
