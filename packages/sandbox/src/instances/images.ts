// Which images a simulated instance can pull.
import known from './known-images.json' with { type: 'json' }

function tagged(image: string): string {
  return image.replace(/^docker\.io\/(library\/)?/, '').replace(/@sha256:[0-9a-f]{64}$/, '')
}

/** Whether there is such an image: by name and tag, with or without a digest. @param more images beyond the list */
export function isKnownImage(image: string, more: readonly string[]): boolean {
  return [...known.images, ...more.map(tagged)].includes(tagged(image))
}

/**
 * Why images could not be pulled: a registry may well have them, but a simulated instance goes by a list.
 * @param images at least one
 */
export function notPulled(images: readonly string[]): string {
  return `could not be pulled: ${images.join(' ')}: not in the sandbox's list of images; add with: gm-sandbox image ${images.join(' ')}`
}
