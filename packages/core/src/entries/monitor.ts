// What `gm monitor` uses.
export type { Look } from '../app/monitor/look.js'
export { monitor, type MonitorRequest } from '../app/monitor/monitor.js'
export { runOnChange } from '../app/monitor/on-change.js'
export type { MonitorEntry } from '../app/monitor/watch.js'
export { lookLines, noteLine, pictureLines } from '../ui/monitor-lines.js'
export { MonitorScreen } from '../ui/monitor-screen.js'
