// The SSM agent of an instance: it registers once its role has the rights and there is a way out.
import type { Context } from '../account/context.js'
import { delaySeconds } from '../clock/delays.js'
import type { Launch } from './emulated-instance.js'
import { noWayOut, rights } from './surroundings.js'

const actions = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:OpenControlChannel',
] as const

/**
 * The agent's pause between two tries is never shorter, in seconds of the wall clock: each try costs a dozen questions.
 */
const pauseSeconds = 0.2

/** Resolves when the agent has registered; rejects when the signal aborts. */
export async function registerAgent(cx: Context, launch: Launch, signal: AbortSignal): Promise<void> {
  const { clock } = cx
  await clock.sleep(delaySeconds('instancePending') + delaySeconds('agentRegistration'), signal)
  while (!(await mayRegister(cx, launch)))
    await clock.sleep(Math.max(delaySeconds('bootRetry'), pauseSeconds * clock.speed), signal)
}

async function mayRegister(cx: Context, launch: Launch): Promise<boolean> {
  const may = await rights(cx, launch)
  if (!actions.every((action) => may({ action, resource: '*' }))) return false
  return (await noWayOut(cx, launch)) === undefined
}
