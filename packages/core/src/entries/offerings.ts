// What `gm services` and `gm tiers` use.
export { describeServices, describeTiers, type DescribedService, type DescribedTier } from '../app/offerings.js'
