// Scenarios on real machines, where this computer can have them; elsewhere they are skipped, and it is said why.
import { realMachinesHere } from '@geuse/sandbox'

const here = await realMachinesHere(['n8n', 'n8n-runners', 'postgres', 'caddy'])

/** A `describe` of scenarios on real machines. */
export function onRealMachines(title: string, scenarios: (this: Mocha.Suite) => void): void {
  if ('reason' in here) describe.skip(`${title} (skipped: ${here.reason})`, scenarios)
  else describe(title, scenarios)
}
