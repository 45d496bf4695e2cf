// Settings that every service has.
import type { Zod } from '@geuse/plugin-api'

/** @param pinned the image that runs when nobody says anything */
export function image(z: Zod, pinned: string) {
  return z.string().default(pinned).describe('container image, pinned by a tag or a digest')
}

/** @param least below which the service does not work @param usual what it gets when nobody says anything */
export function memoryMiB(z: Zod, least: number, usual: number) {
  return z.int().min(least).default(usual).describe(`memory limit in MiB, ${least} at least`)
}
