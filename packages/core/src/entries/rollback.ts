// What `gm rollback` uses.
export { rollback, type PreparedRollback, type RollbackRequest, type RolledBack } from '../app/rollback/rollback.js'
export { backLines, rollbackLines } from '../ui/rollback-panel.js'
