// What `gm update` uses.
export { update, type PreparedUpdate, type Updated, type UpdateRequest } from '../app/update/update.js'
export { previewOf, summaryOf } from '../app/summary.js'
export { panelLines } from '../ui/panel.js'
export { planLines } from '../ui/plan-panel.js'
