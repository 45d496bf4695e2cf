// What `gm render` uses.
export { render, type Rendered } from '../app/render/render.js'
