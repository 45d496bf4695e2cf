// The secret by which a stack's own reverse proxy knows the one proxy that may ask it. Addresses do not tell: those of
// CloudFront are the same for everybody's distributions.
import type { SecretDeclaration } from '@geuse/plugin-api'

/** Header that carries it from the distribution to the reverse proxy, and no further. */
export const originHeader = 'X-Geusemaker-Origin'

/** Made with the stack's other secrets. */
export const originSecret: SecretDeclaration = { name: 'edge/origin', length: 40, alphabet: 'alnum' }
