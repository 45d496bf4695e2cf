// Every time that AWS takes, by name, from the one data file that says where each figure is from.
import table from './delays.json' with { type: 'json' }

/** The name of a delay in `delays.json`. */
export type Delay = keyof typeof table

/** How long AWS takes for it, in AWS seconds. */
export function delaySeconds(name: Delay): number {
  return table[name].seconds
}
