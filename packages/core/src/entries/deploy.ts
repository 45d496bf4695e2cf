// What `gm deploy` uses.
export type { DeployConfig } from '../config/resolve.js'
export { deploy, type Deployed } from '../app/deploy/deploy.js'
export type { PreparedDeploy } from '../app/deploy/prepare.js'
export type { StackRequest } from '../app/deploy/resolve-stack.js'
export { previewOf, summaryOf } from '../app/summary.js'
export { panelLines } from '../ui/panel.js'
export { planLines } from '../ui/plan-panel.js'
