// What `gm services` and `gm tiers` use, and whoever asks the plugins without a run: help, and the build.
export {
  describeServices,
  describeTiers,
  type DescribedOption,
  type DescribedService,
  type DescribedTier,
} from '../app/catalog.js'
export { loadRegistry } from '../contributions/index.js'
