// Pieces of graph that tiers share, and what is handed to and from them.
import type { Facts, LaunchedInstance, Network, StackPlan } from './built-in-resources.js'
import type { Distribution } from './distribution.js'
import type { DomainOptions } from './domain-options.js'
import type { Market } from './market.js'
import type { Graph, Node } from './graph.js'
import type { LoadBalancer, Target } from './load-balancing.js'
import type { Site } from './service.js'

/** Pieces of graph that tiers share. */
export interface Blocks {
  /** Two public subnets in two zones, made; or the adopted ones. */
  network(graph: Graph, facts: Facts): NetworkNodes
  /** Security groups of instance and file system, a mount target a zone. */
  storage(graph: Graph, input: StorageInput): StorageNodes
  /** Firewall, load balancer, target group on the primary service's health path, and listeners. */
  loadBalancer(graph: Graph, input: LoadBalancerInput): LoadBalancerNodes
  /**
   * Certificate of a domain: the person's own, or one that is asked for, with its validation record and that it was
   * issued, which takes minutes that no boot waits for; none without a domain.
   */
  certificate(graph: Graph, input: CertificateInput): Node<{ arn: string }> | undefined
  /** The record that leads from a domain to what stands there; without a hosted zone the person makes it. */
  domainRecord(graph: Graph, options: DomainOptions, to: Node<AliasTarget>): Node<unknown>
  /** A distribution in front of a load balancer, and that it answers, which takes minutes too. */
  distribution(graph: Graph, input: DistributionInput): DistributionNodes
  /** The instance among those that a load balancer sends requests to. */
  target(graph: Graph, input: TargetInput): Node<Target>
  /** Profile, launch template, instance. */
  compute(graph: Graph, input: ComputeInput): Node<LaunchedInstance>
  /** Boot watched, then health and the public URL asked. */
  healthy(graph: Graph, input: HealthyInput): Node<unknown>
}

/** What `blocks.network` gives: the VPC apart, so that security groups need not wait for subnets and a way out. */
export interface NetworkNodes {
  readonly vpcId: Node<string>
  readonly net: Node<Network>
}

/** What `blocks.storage` stands on. */
export interface StorageInput {
  readonly facts: Facts
  readonly stack: StackPlan
  readonly vpcId: Node<string>
  readonly net: Node<Network>
  readonly fs: Node<{ fileSystemId: string; arn: string }>
  /** Ports of the instance that are reached: from the world, or from one security group. */
  readonly ports: readonly number[]
  readonly ingress: 'public' | { readonly groupId: Node<string> }
}

/** Mount targets of a file system, by id. */
export interface MountTargets {
  readonly fileSystemId: string
  readonly ids: readonly string[]
}

/** What `blocks.storage` gives: apart, so that an instance need not wait for mount targets. */
export interface StorageNodes {
  /** The instance's security group. */
  readonly groupId: Node<string>
  readonly mountTargets: Node<MountTargets>
}

/** What `blocks.compute` stands on. */
export interface ComputeInput {
  readonly facts: Facts
  readonly stack: StackPlan
  readonly net: Node<Network>
  readonly fs: Node<{ fileSystemId: string; arn: string }>
  readonly groupId: Node<string>
  readonly secrets: Node<{ path: string }>
  readonly site: Node<Site>
  readonly market: Market
  readonly address?: Node<{ allocationId: string; ip: string }>
}

/** What `blocks.healthy` stands on. */
export interface HealthyInput {
  readonly instance: Node<LaunchedInstance>
  readonly site: Node<Site>
  readonly mountTargets: Node<MountTargets>
  /** Through which the public URL leads to the instance: a load balancer has to find it healthy first. */
  readonly target?: Node<Target>
  /** What else has to be there before the public URL answers: listeners, a record. */
  readonly way?: Node<unknown>
}

/** What `blocks.loadBalancer` stands on. */
export interface LoadBalancerInput {
  readonly stack: StackPlan
  readonly vpcId: Node<string>
  readonly net: Node<Network>
  /** Those that it listens at. */
  readonly ports: readonly number[]
  /** Who reaches it: the world, or CloudFront alone, whose addresses fill a security group with one port. */
  readonly ingress: 'public' | 'cloudfront'
  /** With one, it speaks HTTPS, and sends who asks over HTTP there. */
  readonly certificate?: Node<{ arn: string }> | undefined
}

/** What `blocks.loadBalancer` gives. */
export interface LoadBalancerNodes {
  /** Its security group, from which alone the instance is to be reached. */
  readonly groupId: Node<string>
  readonly loadBalancer: Node<LoadBalancer>
  readonly targetGroup: Node<{ arn: string }>
  /** What has to be there before it answers. */
  readonly listening: Node<unknown>
}

/** What `blocks.target` stands on. */
export interface TargetInput {
  readonly targetGroup: Node<{ arn: string }>
  readonly instance: Node<LaunchedInstance>
}

/** What `blocks.certificate` stands on. */
export interface CertificateInput extends DomainOptions {
  /** Where it is used, the stack's region without; a certificate of the person's own is in it already. */
  readonly region?: string | undefined
}

/** What an alias record can lead to. */
export interface AliasTarget {
  readonly zoneId: string
  readonly dnsName: string
}

/** What `blocks.distribution` stands on. */
export interface DistributionInput {
  readonly loadBalancer: Node<{ dnsName: string }>
  readonly secrets: Node<{ path: string }>
  /** The person's own domain name, with its certificate of us-east-1. */
  readonly alias?: { readonly domain: string; readonly certificate: Node<{ arn: string }> } | undefined
}

/** What `blocks.distribution` gives. */
export interface DistributionNodes {
  readonly distribution: Node<Distribution>
  /** What has to be there before it answers everywhere as it was told. */
  readonly deployed: Node<unknown>
}
