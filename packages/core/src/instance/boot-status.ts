// How far a machine's boot has come, read from what the machine itself says: its answer over SSM, or its tag.
import { z } from 'zod'
import { parseAnswer } from './answer.js'

/** Phases of a boot in their order, `packages` and `compose` side by side. */
export const bootPhases = [
  'egress',
  'packages',
  'compose',
  'mount',
  'directories',
  'secrets',
  'images',
  'services',
  'jobs',
  'edge',
] as const

const schema = z.object({
  stack: z.string(),
  bundle: z.string(),
  state: z.enum(['booting', 'ready', 'failed']),
  phase: z.string().nullable(),
  reason: z.string().nullable(),
  phases: z.array(
    z.object({ name: z.string(), started: z.string(), ms: z.number(), outcome: z.enum(['ok', 'failed', 'running']) }),
  ),
  log: z.array(z.string()),
})

/** What `gmctl status` answers. */
export type BootStatus = z.infer<typeof schema>

/**
 * @param text output of `gmctl status`
 * @throws GmError CLOUD_FAILED when it is not such an answer
 */
export function readBootStatus(text: string): BootStatus {
  return parseAnswer('status', schema, text)
}

/** What the tag of an instance says. */
export type PhaseTag =
  | { readonly state: 'booting'; readonly phase: string | undefined }
  | { readonly state: 'ready' }
  | { readonly state: 'failed'; readonly phase: string }

/** Key of the tag. */
export const phaseTagKey = 'geusemaker:phase'

/** @param value of the tag; `undefined` before the machine has set it */
export function readPhaseTag(value: string | undefined): PhaseTag {
  if (value === 'ready') return { state: 'ready' }
  if (value?.startsWith('failed:') === true) return { state: 'failed', phase: value.slice('failed:'.length) }
  return { state: 'booting', phase: value }
}
