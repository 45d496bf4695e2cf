// What the account remembers of a certificate beside moto.

/** When things happened to a certificate, in the account's milliseconds. */
export interface CertificateRecord {
  /** In lower case. */
  readonly domain: string
  readonly requestedAt: number
  /** Since when its validation record is there. */
  validatedAt: number | undefined
  /** Whether it will never be issued. */
  isRefused?: boolean
}
