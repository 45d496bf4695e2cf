// An image without a version is another image tomorrow: an instance that is replaced would come back different.

/**
 * @param image an image reference
 * @returns whether it names a digest, or a tag other than `latest`
 */
export function isPinned(image: string): boolean {
  if (/^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image)) return true
  const tag = /^[^\s@]*[^\s@:]:([\w][\w.-]*)$/.exec(image)?.[1]
  return tag !== undefined && tag !== 'latest'
}
