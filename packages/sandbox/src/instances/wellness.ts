// Which containers come up and stay well: the boot waits for those that the stack needs, and goes on without others.
import type { PlanRow } from '@geuse/instance-contract'
import type { Context } from '../account/context.js'
import type { Bundle } from './bundle.js'
import type { ComposeFile } from './compose-file.js'
import { containerObstacle } from './container-check.js'
import type { BootFailure } from './boot-failure.js'
import { planTable } from './plan.js'

function namesOf(bundle: Bundle, kinds: readonly PlanRow<'steps'>['kind'][]): string[] {
  return planTable(bundle, 'steps')
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ containers }) => containers)
}

/** The compose services that the boot starts and waits for, in order. */
export function neededContainers(bundle: Bundle): string[] {
  return namesOf(bundle, ['up', 'run'])
}

/** Jobs that can fail the boot. */
export function neededJobs(bundle: Bundle): PlanRow<'jobs'>[] {
  return planTable(bundle, 'jobs').filter(({ kind }) => kind !== 'optional')
}

/** Why a compose service is not well; undefined when it is. */
export function wellness(cx: Pick<Context, 'settings'>, bundle: Bundle, file: ComposeFile, name: string): BootFailure {
  const service = file.services.find((one) => one.name === name)
  if (!service) return `no such service: ${name}`
  const obstacle = containerObstacle({ bundle, images: cx.settings.images }, file, service)
  const isUnwell = cx.settings.unhealthy.some((one) => one === name || service.image.split('@')[0]?.endsWith(one))
  return obstacle ?? (isUnwell ? `not healthy: ${name}` : undefined)
}

/** The compose services that the boot went on without. */
export function unwell(cx: Pick<Context, 'settings'>, bundle: Bundle, file: ComposeFile): string[] {
  return namesOf(bundle, ['up?', 'run?']).filter((name) => wellness(cx, bundle, file, name) !== undefined)
}
