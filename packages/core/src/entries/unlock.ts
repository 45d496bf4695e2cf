// What `gm unlock` uses.
export { lockHolder, unlock } from '../app/unlock.js'
