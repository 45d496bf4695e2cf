// A secret while it is in memory: it prints, logs and serialises as `[secret]`, and is made of characters that need no
// escaping anywhere.
import { randomInt } from 'node:crypto'
import { inspect } from 'node:util'
import type { SecretDeclaration } from '@geuse/plugin-api'

const hidden = '[secret]'
const digits = '0123456789'
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const alphabets = { hex: '0123456789abcdef', alnum: digits + capitals + capitals.toLowerCase() } as const

/** A value that must be asked for in so many words. */
export class SecretValue {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** @returns the value itself; only for the request that stores it */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return hidden
  }

  toJSON(): string {
    return hidden
  }

  [inspect.custom](): string {
    return hidden
  }
}

/**
 * @param declaration length in characters, and alphabet; `alnum` holds a digit and a capital at least
 * @returns a new random value
 */
export function generate({ length, alphabet }: Pick<SecretDeclaration, 'length' | 'alphabet'>): SecretValue {
  for (;;) {
    const value = pick(alphabets[alphabet], length)
    if (alphabet === 'hex' || length < 2 || (/[0-9]/.test(value) && /[A-Z]/.test(value))) return new SecretValue(value)
  }
}

function pick(characters: string, length: number): string {
  return Array.from({ length }, () => characters[randomInt(characters.length)]).join('')
}
