// Why a boot failed, as the instance itself says it over SSM, or on its console when its agent does not answer.
import type { AwsContext } from '../../common/context.js'
import { consoleLines } from '../../instance/console-output.js'
import { ssmInstance } from '../../instance/ssm-command.js'

/** What is known of a boot. */
export interface BootDiagnostics {
  readonly reason?: string
  /** Last lines of the log, at most 40. */
  readonly lines: readonly string[]
}

const patience = { registered: 45, done: 30 }
const lastLines = 40

/**
 * @param instanceId instance whose boot failed or is late
 * @returns reason and last lines; empty when nobody tells: a story that is missing never hides the failure itself
 */
export async function bootDiagnostics(cx: AwsContext, instanceId: string): Promise<BootDiagnostics> {
  const told = await fromInstance(cx, instanceId).catch(() => undefined)
  return told ?? (await consoleDiagnostics(cx, instanceId).catch(() => ({ lines: [] })))
}

async function fromInstance(cx: AwsContext, instanceId: string): Promise<BootDiagnostics> {
  const { reason, log } = await ssmInstance(cx, instanceId, patience).status({ lines: lastLines })
  return { lines: log, ...(reason === null ? {} : { reason }) }
}

/** @returns what the console of an instance tells of its boot */
export async function consoleDiagnostics(cx: Pick<AwsContext, 'aws'>, instanceId: string): Promise<BootDiagnostics> {
  const lines = (await consoleLines(cx, instanceId)).slice(-lastLines)
  const reason = lines.findLast((line) => line.includes('gm-boot: failed'))?.replace(/^.*gm-boot: /, '')
  return { lines, ...(reason === undefined ? {} : { reason }) }
}
