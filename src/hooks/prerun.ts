// Commands of other packages end as ours do: what they throw reaches the entry of gm, which tells it as it tells
// everything, in words or as JSON. Commands that catch for themselves are left alone.
import { Command, type Hook } from '@oclif/core'

interface Catching {
  catch?: unknown
}

const hook: Hook.Prerun = async ({ Command: started }) => {
  const prototype = (started as unknown as { readonly prototype: Catching }).prototype
  const usual = (Command.prototype as unknown as Catching).catch
  if (prototype.catch !== usual) return
  prototype.catch = async (error: Error): Promise<never> => {
    throw error
  }
}

export default hook
