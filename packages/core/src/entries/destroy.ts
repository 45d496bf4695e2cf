// What `gm destroy` uses.
export {
  destroy,
  needsAgreement,
  type Destroyed,
  type DestroyRequest,
  type PreparedDestroy,
} from '../app/destroy/destroy.js'
export { keptWords, storageNames } from '../ui/storage-words.js'
export { wrap } from '../ui/width.js'
