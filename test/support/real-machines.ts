// Scenarios on real machines, where this computer can have them; elsewhere they are skipped, and it is said why.
import { realMachinesHere } from '@geuse/sandbox'

const n8n = ['n8n', 'n8n-runners', 'postgres', 'caddy']
const here: Readonly<Record<'n8n' | 'qdrant' | 'all', object | { readonly reason: string }>> = {
  n8n: await realMachinesHere(n8n),
  qdrant: await realMachinesHere([...n8n, 'qdrant']),
  all: await realMachinesHere([...n8n, 'qdrant', 'ollama', 'crawl4ai']),
}

/**
 * A `describe` of scenarios on real machines.
 * @param services whose images they need: n8n's, and beside it Qdrant's, or those of all
 */
export function onRealMachines(
  title: string,
  scenarios: (this: Mocha.Suite) => void,
  services: keyof typeof here = 'n8n',
): void {
  const found = here[services]
  if ('reason' in found) describe.skip(`${title} (skipped: ${found.reason})`, scenarios)
  else describe(title, scenarios)
}
