// What `gm list` uses.
export { list, type ListedStack } from '../app/list.js'
