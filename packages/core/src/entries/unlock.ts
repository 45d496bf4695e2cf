// What `gm unlock` uses.
export { unlock, type PreparedUnlock, type Unlocked } from '../app/unlock.js'
