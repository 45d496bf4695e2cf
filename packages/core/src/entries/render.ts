// What `gm render` uses.
export { render, type PreparedRender, type Rendered, type RenderRequest } from '../app/render/render.js'
