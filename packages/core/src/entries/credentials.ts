// What `gm credentials` uses.
export { credentials, type ShownCredential } from '../app/credentials.js'
