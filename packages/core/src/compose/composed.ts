// One service with all its functions called: plain data, from which the compose document and every table are made.
import {
  GmError,
  isGmError,
  type Container,
  type Service,
  type ServiceContext,
  type ServiceFile,
} from '@geuse/plugin-api'
import { serviceContext, type ContextInput } from './context.js'
import { resolveUses, type ResolvedUse } from './uses.js'

/** Environment of one job. */
export interface ComposedJob {
  readonly name: string
  readonly run: URL
  readonly background: boolean
  readonly environment: Readonly<Record<string, string>>
}

/** A service whose functions were called. */
export interface Composed {
  readonly service: Service
  readonly config: unknown
  readonly uses: readonly ResolvedUse[]
  /** By name within the service; `main` is there. */
  readonly containers: Readonly<Record<string, Container>>
  readonly files: Readonly<Record<string, ServiceFile>>
  readonly jobs: readonly ComposedJob[]
  /** What its kept data is written for; null where any version reads it. */
  readonly dataFormat: string | null
  /** What its kept data is made into, and older versions may not read; null where any reads it. */
  readonly dataVersion: string | null
}

/**
 * Calls the functions of a service.
 * @returns what they returned
 * @throws GmError PLUGIN_FAILED, naming the service, when one of them throws
 */
export function compose(input: ContextInput): Composed {
  const { service, config, selected } = input
  try {
    const cx = serviceContext(input)
    return {
      service,
      config,
      uses: resolveUses(service, selected),
      containers: service.containers(cx),
      files: service.files?.(cx) ?? {},
      jobs: jobsOf(service, cx),
      dataFormat: service.dataFormat?.(config) ?? null,
      dataVersion: service.dataVersion?.(config) ?? null,
    }
  } catch (cause) {
    throw isGmError(cause)
      ? cause
      : new GmError('PLUGIN_FAILED', `Service ${service.id} failed while it was composed`, { cause })
  }
}

function jobsOf(service: Service, cx: ServiceContext): ComposedJob[] {
  return Object.entries(service.jobs ?? {}).map(([name, job]) => ({
    name,
    run: job.run,
    background: job.background ?? false,
    environment: job.env?.(cx) ?? {},
  }))
}

/** @returns uid that a container runs as: what its `user` says, or root */
export function uidOf(container: Container): number {
  return Number((container.user ?? '0').split(':')[0])
}
