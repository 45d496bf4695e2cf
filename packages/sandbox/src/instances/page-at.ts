// What the services of a simulated instance show.
import type { PortAnswer } from './emulated-instance.js'

/** @param path and query */
export function pageAt(path: string): PortAnswer {
  const isHealth = /^\/(healthz|healthz\/readiness|health|readyz)$/.test(path.split('?')[0] ?? '')
  return isHealth
    ? { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"status":"ok"}' }
    : {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!DOCTYPE html><title>sandbox</title>\n',
      }
}
