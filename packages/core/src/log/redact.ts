// The last guard before anything is written to a log: values under names that promise a secret, and texts that look
// like one, are covered. Secrets are kept out of events and errors to begin with; this is for the day when one slips.

const covered = '[secret]'
const secretName = /pass(word|wd|phrase)|secret|token|authorization|api[-_]?key|private[-_]?key|credential|cookie/i
const secretTexts: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /(?<=\b(?:password|passwd|secret|token|api[-_]?key|encryption[-_]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]{6,}/gi,
  /(?<=\b(?:Bearer|Basic)\s+)[A-Za-z0-9+/._~=-]{8,}/g,
  /(?<=:\/\/[^\s:/@]+:)[^\s/@]+(?=@)/g,
]

/** @param text any text. @returns it with what looks like a secret covered */
export function redactText(text: string): string {
  return secretTexts.reduce((result, pattern) => result.replace(pattern, covered), text)
}

/**
 * @param value plain JSON
 * @returns a copy in which texts under telling names are covered; numbers, truth values and lists of names stay
 */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value !== 'object' || value === null) return value
  const cover = (key: string, inner: unknown): unknown =>
    typeof inner === 'string' && secretName.test(key) ? covered : redact(inner)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cover(key, inner)]))
}
