// Running a command that was sent over SSM, no faster than an agent would.
import type { Context } from '../account/context.js'
import { delaySeconds } from '../clock/delays.js'
import type { Command, Ended } from './command.js'

/** Lets a command pass through its states: it is run once, and never faster than an agent would. */
export async function carryOut(command: Command, { clock, state }: Pick<Context, 'clock' | 'state'>): Promise<void> {
  const { cancelled } = command
  const signal = AbortSignal.any([state.signal, cancelled.signal])
  const waits = async (...delays: Parameters<typeof delaySeconds>[0][]): Promise<void> => {
    for (const delay of delays) await clock.sleep(delaySeconds(delay), signal)
  }
  try {
    await waits('invocationVisible', 'commandPending')
    const [result] = await Promise.all([command.run(), waits('commandRunning')])
    if (result !== undefined) command.result = result
    command.ended = result === undefined ? unfinished(command) : result.exitCode === 0 ? 'Success' : 'Failed'
  } catch (error) {
    if (!signal.aborted) throw error
    command.ended = 'Cancelled'
  }
}

/** A real instance ends what is cancelled, as it ends what takes too long: without a result. */
function unfinished({ cancelled }: Command): Ended {
  return cancelled.signal.aborted ? 'Cancelled' : 'TimedOut'
}
