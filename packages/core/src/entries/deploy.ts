// What `gm deploy` uses.
export type { DeployConfig } from '../config/resolve.js'
export { deploy, type Deployed } from '../app/deploy/deploy.js'
export type { PreparedChange } from '../app/deploy/prepare.js'
export type { ReviewableRequest } from '../app/plan/reviewed.js'
export { previewOf, summaryOf } from '../app/summary.js'
export { panelLines } from '../ui/panel.js'
export { planLines } from '../ui/plan-panel.js'
