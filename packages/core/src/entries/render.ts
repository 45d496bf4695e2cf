// What `gm render` uses.
export { readConfigFile } from '../config/file.js'
export { render, type Rendered } from '../app/render/render.js'
