// What `gm status` uses.
export { status, type StackStatus } from '../app/status/status.js'
export { statusView } from '../app/summary.js'
export { statusLines } from '../ui/status-panel.js'
