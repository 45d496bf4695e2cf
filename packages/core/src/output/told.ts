// What schemas of output share: the type that a schema stands for, and the words that many of them use.
import { z } from 'zod'
import type { Document } from '../state/document.js'

/** What a schema describes, as whoever makes it and whoever prints it see it: nothing of it is changed. */
export type Told<S extends z.ZodType> = DeeplyReadonly<z.output<S>>

/** A document keeps its own type, by which everybody else knows it. */
type DeeplyReadonly<T> = T extends Document
  ? Document
  : T extends readonly (infer Element)[]
    ? readonly DeeplyReadonly<Element>[]
    : T extends object
      ? { readonly [Key in keyof T]: DeeplyReadonly<T[Key]> }
      : T

/** @param about what is so at that time. @returns an ISO 8601 instant */
export function instant(about: string): z.ZodString {
  return z.string().describe(`${about}, ISO 8601`)
}

/** @param about what is counted. @returns a whole number from 0 */
export function count(about: string): z.ZodNumber {
  return z.number().int().nonnegative().describe(about)
}

/** @param about what they are. @returns texts */
export function words(about: string): z.ZodArray<z.ZodString> {
  return z.array(z.string()).describe(about)
}

/** Name of a stack. */
export const stack = z.string().describe('name of the stack')
