// What `gm status` uses.
export type { KnownStackRequest } from '../app/stack/load.js'
export { status, type PreparedStatus, type StackStatus } from '../app/status/status.js'
export { statusView } from '../app/status/view.js'
export { statusLines } from '../ui/status-panel.js'
