// What `gm logs` uses.
export { logs, type LogsRequest } from '../app/logs/logs.js'
export { logNote, logPainter } from '../ui/log-lines.js'
