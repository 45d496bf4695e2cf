// The whole contract between gm and its plugins.
export { apiVersion, contribute, type Contribution, type PreflightCheck, type Problem } from './contribution.js'
export {
  asGmError,
  codes,
  faults,
  GmError,
  isGmError,
  type Code,
  type ErrorOptions,
  type ErrorShape,
  type Fault,
} from './error.js'
export type { Distribution, DistributionProps, DistributionResources } from './distribution.js'
export type { Certificate, CertificateProps, DnsRecordProps, DomainResources, MadeRecord } from './domain.js'
export { checkDomainOptions, domainOptions, domainPattern, recordToMake, type DomainOptions } from './domain-options.js'
export {
  operations,
  stages,
  type NodeOutcome,
  type NodePart,
  type Operation,
  type PlannedNode,
  type RunEvent,
  type Sink,
  type Stage,
} from './event.js'
export type { BilledThing, BilledUse, CostItem, InstancePrice, ListedPrice } from './cost.js'
export type { Deps, Graph, Node, Outputs } from './graph.js'
export { isPinned } from './image.js'
export {
  unknownYet,
  type Orchestrator,
  type Outcome,
  type Plan,
  type PlannedAction,
  type PlannedStep,
  type Unrestored,
} from './orchestrator.js'
export type { z } from 'zod'
export {
  defineResource,
  type Change,
  type Check,
  type ChecksFrom,
  type Clock,
  type Durations,
  type Governance,
  type ListContext,
  type Listed,
  type MakesFrom,
  type Owner,
  type Recorded,
  type Resource,
  type ResourceContext,
  type StackRef,
} from './resource.js'
export {
  defineService,
  type Container,
  type Healthcheck,
  type Job,
  type InstanceShape,
  type Offer,
  type Probe,
  type Schema,
  type Secret,
  type Service,
  type ServiceContext,
  type ServiceFile,
  type Site,
  type TlsEnd,
  type UsedOffer,
  type Uses,
  type Volume,
  type Zod,
} from './service.js'
export type { Hooks } from './hooks.js'
export type {
  AliasTarget,
  Blocks,
  CertificateInput,
  ComputeInput,
  DistributionInput,
  DistributionNodes,
  HealthyInput,
  LoadBalancerInput,
  LoadBalancerNodes,
  MountTargets,
  NetworkNodes,
  StorageInput,
  StorageNodes,
  TargetInput,
} from './blocks.js'
export type {
  Facts,
  SecurityGroupRule,
  LaunchTemplateProps,
  LaunchedInstance,
  InstanceProps,
  Network,
  PackedBundle,
  InstancePlace,
  SecretDeclaration,
  StackPlan,
  BuiltInResources,
  SubnetFacts,
} from './built-in-resources.js'
export type {
  ListenerProps,
  LoadBalancer,
  LoadBalancerProps,
  LoadBalancingResources,
  Target,
  TargetGroupProps,
} from './load-balancing.js'
export type { Market } from './market.js'
export { placeOptions, type PlaceOptions } from './place-options.js'
export {
  defineTier,
  type DnsRecord,
  type DomainNeeds,
  type Front,
  type InstanceNeeds,
  type Needs,
  type Published,
  type PublishInput,
  type Tier,
  type TierInput,
} from './tier.js'
