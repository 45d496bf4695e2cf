// Which images a simulated machine can pull.
import known from './known-images.json' with { type: 'json' }

const tagged = (image: string): string => image.replace(/^docker\.io\/(library\/)?/, '').replace(/@sha256:[0-9a-f]{64}$/, '')

/** Whether there is such an image: by name and tag, with or without a digest. */
export const isKnownImage = (image: string): boolean => known.images.includes(tagged(image))
