// What is asked of a machine over SSM: one command, whose text never holds anything that was typed or read.
import { z } from 'zod'
import { parseAnswer } from './answer.js'

/** What can be asked. */
export type Question = 'status' | 'health' | 'boot'

/** @returns text of the command for `AWS-RunShellScript`; the first line names bash, as the agent would take `sh` */
export function controlScript(question: Question): string {
  return `#!/bin/bash\nexec /opt/geusemaker/current/gmctl ${question}`
}

const probe = z.object({
  service: z.string(),
  kind: z.enum(['http', 'tcp', 'exec']),
  critical: z.boolean(),
  ok: z.boolean(),
  ms: z.number(),
  error: z.string().nullable(),
})

const health = z.object({
  at: z.string(),
  probes: z.array(probe),
  containers: z.array(z.object({ name: z.string(), state: z.string(), health: z.string() })),
})

/** What came of one probe. */
export type ProbeAnswer = z.infer<typeof probe>
/** What `gmctl health` answers. */
export type HealthAnswer = z.infer<typeof health>

/**
 * @param text output of `gmctl health`
 * @throws GmError CLOUD_FAILED when it is not such an answer
 */
export function readHealth(text: string): HealthAnswer {
  return parseAnswer('health', health, text)
}
