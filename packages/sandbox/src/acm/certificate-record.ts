// What the account remembers of a certificate beside moto.

/** When things happened to a certificate, in the account's milliseconds. */
export interface CertificateRecord {
  /** In lower case. */
  readonly domain: string
  readonly requestedAt: number
  /** The same by the wall clock: whoever makes its record does not do so faster with the account's time. */
  readonly askedAt: number
  /** Since when its validation record is there. */
  validatedAt: number | undefined
  /** Whether it will never be issued: refused, or not validated in time. */
  isRefused?: boolean
  isGivenUp?: boolean
}
