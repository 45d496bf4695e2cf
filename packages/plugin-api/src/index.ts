// The whole contract between gm and its plugins.
export { apiVersion, contribute, type Contribution, type PreflightCheck, type Problem } from './contribution.js'
export {
  asGmError,
  codes,
  GmError,
  isGmError,
  type Code,
  type ErrorOptions,
  type ErrorShape,
  type Fault,
} from './error.js'
export {
  stages,
  type NodeOutcome,
  type Operation,
  type PlannedNode,
  type RunEvent,
  type Sink,
  type Stage,
} from './event.js'
export type { Deps, Graph, Node, Outputs } from './graph.js'
export { isPinned } from './image.js'
export type { Orchestrator, Outcome, Plan, PlannedStep } from './orchestrator.js'
export {
  defineResource,
  type Change,
  type Check,
  type ChecksFrom,
  type Clock,
  type Durations,
  type MakesFrom,
  type Resource,
  type ResourceContext,
  type StackRef,
} from './resource.js'
export {
  defineService,
  type Container,
  type Healthcheck,
  type Hooks,
  type Job,
  type MachineShape,
  type Offer,
  type Probe,
  type Schema,
  type Secret,
  type Service,
  type ServiceContext,
  type ServiceFile,
  type Site,
  type UsedOffer,
  type Uses,
  type Volume,
  type Zod,
} from './service.js'
export {
  defineTier,
  type Blocks,
  type ComputeInput,
  type Facts,
  type FirewallRule,
  type HealthyInput,
  type LaunchTemplateProps,
  type Machine,
  type MachineProps,
  type Market,
  type MountTargets,
  type Network,
  type NetworkNodes,
  type SecretDeclaration,
  type StackPlan,
  type Stock,
  type StorageInput,
  type StorageNodes,
  type SubnetFacts,
  type Tier,
  type TierInput,
} from './tier.js'
