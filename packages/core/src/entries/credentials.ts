// What `gm credentials` uses.
export { credentials, type ShownCredential, type ShownCredentials } from '../app/credentials.js'
