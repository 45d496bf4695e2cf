// What `gm plan` uses.
export { plan, type PlanAsked, type Planned, type PreparedPlan } from '../app/plan/plan.js'
export { previewOf } from '../app/summary.js'
export { planLines } from '../ui/plan-panel.js'
