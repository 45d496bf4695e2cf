// `gm-sandbox image`: simulated instances pull by a list, as no registry is asked; here it grows.
import { ask } from './ask.js'

/** Adds to the images that instances of the running account can pull. @returns all that were added */
export const addImages = async (images: readonly string[]): Promise<{ images: string[] }> => {
  const { images: known } = (await ask('GET', 'settings')) as { images: string[] }
  const all = [...new Set([...known, ...images])]
  if (images.length > 0) await ask('POST', 'settings', JSON.stringify({ images: all }))
  return { images: all }
}
