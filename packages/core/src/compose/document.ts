// All services of a stack as one compose document.
import type { InstanceShape } from '@geuse/plugin-api'
import { stringify } from 'yaml'
import { containerName } from '../model/container-name.js'
import type { Composed } from './composed.js'
import type { ComposeDocument, ComposeService } from './compose-types.js'
import { composeContainer, sorted } from './container.js'
import { edgeContainer, type EdgeInput } from './edge.js'
import { provisionContainer, provisionsOf } from './provision.js'

/**
 * Writes the document.
 * @param composed services of the stack, in the order of starting
 * @param edge what the reverse proxy leads to
 * @param instance whether there is a GPU
 * @returns the same document for the same input, keys in order
 */
export function composeDocument(
  composed: readonly Composed[],
  edge: EdgeInput,
  instance: InstanceShape,
): ComposeDocument {
  const entries = composed.flatMap((one) => [...containers(one, instance), ...provisions(one, composed)])
  return {
    name: 'geusemaker',
    services: { ...sorted(Object.fromEntries(entries)), edge: edgeContainer(edge) },
    networks: sorted(Object.fromEntries(composed.map(({ service }) => [service.id, {}]))),
  }
}

/**
 * @param document a compose document
 * @returns its YAML; every `$` is doubled, because compose would take it for a variable
 */
export function documentYaml(document: ComposeDocument): string {
  return stringify(withoutVariables(document), { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' })
}

function containers(composed: Composed, instance: InstanceShape): [string, ComposeService][] {
  return Object.keys(composed.containers).map((name) => [
    containerName(composed.service.id, name),
    composeContainer(composed, name, instance),
  ])
}

function provisions(consumer: Composed, composed: readonly Composed[]): [string, ComposeService][] {
  return provisionsOf(consumer).flatMap((provision) => {
    const provider = composed.find((one) => one.service === provision.use.provider)
    return provider === undefined
      ? []
      : [[provision.name, provisionContainer(provision, provider)] as [string, ComposeService]]
  })
}

function withoutVariables(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$')
  if (Array.isArray(value)) return value.map(withoutVariables)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutVariables(inner)]))
}
