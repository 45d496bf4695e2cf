// What `--since` can say: a time, or how long ago, as other tools of the trade take it.
import { GmError } from '@geuse/plugin-api'

const ago = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/
/** The most that an instance is asked for, in seconds. */
const most = 999_999_999

/**
 * @param text as it was typed: `90`, `90s`, `10m`, `1h30m`, `2d`, or an ISO 8601 date or time
 * @param now milliseconds since the epoch
 * @returns seconds ago
 * @throws GmError CONFIG_INVALID
 */
export function secondsAgo(text: string, now: number): number {
  const match = text === '' ? null : ago.exec(text)
  const seconds = match === null ? secondsSince(text, now) : total(match)
  if (Number.isNaN(seconds) || seconds < 0) throw invalid(text)
  return Math.min(most, Math.ceil(seconds))
}

function total([, days, hours, minutes, seconds]: RegExpExecArray): number {
  const [d, h, m, s] = [days, hours, minutes, seconds].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  return ((d * 24 + h) * 60 + m) * 60 + s
}

function secondsSince(text: string, now: number): number {
  return /^\d{4}-\d\d-\d\d/.test(text) ? (now - Date.parse(text)) / 1000 : Number.NaN
}

function invalid(text: string): GmError {
  return new GmError('CONFIG_INVALID', `--since ${JSON.stringify(text)} is neither a time in the past nor a duration`, {
    hints: ['--since 10m   # 30s, 2h, 1h30m, 3d', '--since 2026-03-01T12:00:00Z'],
  })
}
