// What `gm credentials` uses.
export {
  credentials,
  type PreparedCredentials,
  type ShownCredential,
  type ShownCredentials,
} from '../app/credentials.js'
export type { KnownStackRequest } from '../app/stack/load.js'
