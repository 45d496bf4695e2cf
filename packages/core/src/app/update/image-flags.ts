// `--image service=ref` as settings of services, which is what it is short for.
import { GmError } from '@geuse/plugin-api'

/** A service, perhaps one of its sidecars, and an image. */
const pattern = /^(?<service>[a-z][a-z0-9-]*)(?:\.(?<sidecar>[a-z][a-z0-9-]*))?=(?<image>\S+)$/

/**
 * @param flags by word
 * @param images `n8n=n8nio/n8n:2.47.0`; of a sidecar `n8n.runners=…`
 * @returns the flags with `--set n8n.image=…` and `--set n8n.runners-image=…`
 * @throws GmError CONFIG_INVALID for what has another form
 */
export function withImages(
  flags: Readonly<Record<string, unknown>>,
  images: readonly string[],
): Readonly<Record<string, unknown>> {
  if (images.length === 0) return flags
  const said = (flags['set'] as readonly string[] | undefined) ?? []
  return { ...flags, set: [...said, ...images.map(settingOf)] }
}

function settingOf(text: string): string {
  const { service, sidecar, image } = pattern.exec(text)?.groups ?? {}
  if (service === undefined)
    throw new GmError('CONFIG_INVALID', `--image ${text}: must be SERVICE=IMAGE`, {
      hints: ['gm update NAME --image n8n=n8nio/n8n:2.47.0 --image n8n.runners=n8nio/runners:2.47.0'],
    })
  return `${service}.${sidecar === undefined ? '' : `${sidecar}-`}image=${image}`
}
