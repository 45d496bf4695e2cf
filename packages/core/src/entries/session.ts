// What `gm exec`, `gm forward` and `gm open` use.
export { exec, type ExecRequest } from '../app/session/exec.js'
export { forward, type Forwarded, type ForwardRequest } from '../app/session/forward.js'
export { openBrowser, publicUrl } from '../app/session/public-url.js'
