// What this plugin hands over to gm.
import { contribute } from '@geuse/plugin-api'
import { gpu } from './gpu.js'

/** Called by oclif for the hook `gm:contribute`. */
export default contribute({ api: '1.0', tiers: [gpu] })
