// What `gm deploy` uses.
export { readConfigFile } from '../app/config-file.js'
export type { ConfigFile, DeployConfig } from '../app/config.js'
export { deploy, type Deployed } from '../app/deploy.js'
export { prepareDeploy, type DeployRequest, type PreparedDeploy } from '../app/prepare-deploy.js'
export type { Ask } from '../app/resolve-stack.js'
export { previewOf, summaryOf } from '../app/summary.js'
export { panelLines } from '../ui/panel.js'
export { planLines } from '../ui/plan-panel.js'
