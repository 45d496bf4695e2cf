// Commands of other packages end as ours do: what they throw reaches the entry of gm, which tells it as it tells
// everything, in words or as JSON. Commands that catch for themselves are left alone.
import type { Hook } from '@oclif/core'

interface Catching {
  catch?: unknown
}

const hook: Hook.Prerun = async ({ Command: started }) => {
  const { prototype } = started as unknown as { readonly prototype: Catching }
  if (prototype.catch !== baseOf(prototype).catch) return
  prototype.catch = async (error: Error): Promise<never> => {
    throw error
  }
}

export default hook

/** oclif's `Command`, of whichever copy of oclif the command's package has brought. */
function baseOf(prototype: Catching): Catching {
  const parent = Object.getPrototypeOf(prototype) as Catching
  return parent === Object.prototype ? prototype : baseOf(parent)
}
