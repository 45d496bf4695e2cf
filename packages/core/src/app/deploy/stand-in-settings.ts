// Settings that only a person knows, where what comes of them matters to nobody: a look makes nothing.
import type { Ask } from '../run/stack-operation.js'

/** Makes nothing larger, needs no right more, and keeps nothing from standing. */
export const standInSettings: Ask = async (needs) =>
  needs.map(({ service, key, isEmail }) => `${service}.${key}=${isEmail ? 'you@example.com' : 'stand-in'}`)
