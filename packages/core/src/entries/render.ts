// What `gm render` uses.
export { readConfigFile } from '../app/config-file.js'
export { render, type Rendered } from '../app/render.js'
