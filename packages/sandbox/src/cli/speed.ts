// How fast an account is to be, as it is typed.
import { GmError } from '@geuse/plugin-api'
import { maxSpeed } from '../clock/clock.js'

/** @param text a number or `max`, or nothing. @returns the same as a number. @throws GmError CONFIG_INVALID */
export function speedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const speed = text === 'max' ? maxSpeed : Number(text)
  if (speed > 0) return speed
  throw new GmError('CONFIG_INVALID', `--speed takes a number above 0 or max, not ${text}`)
}
