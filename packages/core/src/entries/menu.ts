// What bare `gm` on a terminal uses.
export { list } from '../app/list.js'
export { bannerLines } from '../ui/banner.js'
