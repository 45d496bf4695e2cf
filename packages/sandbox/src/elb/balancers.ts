// What the account remembers of load balancers beside moto: when they were made, the network interfaces that they stand
// on, and how their targets are.

/** A load balancer. */
export interface Balancer {
  readonly arn: string
  readonly account: string
  readonly region: string
  /** In lower case. */
  readonly dnsName: string
  readonly groupIds: readonly string[]
  /** In the account's milliseconds. */
  readonly madeAt: number
}

/** An instance in a target group. */
export interface TargetRecord {
  readonly groupArn: string
  readonly instanceId: string
  readonly port: number
  /** Since when its health checks pass without a break, in the account's milliseconds. */
  wellSince: number | undefined
  draining: boolean
}

/** All of an account. */
export class Balancers {
  readonly #balancers = new Map<string, Balancer>()
  readonly #targets = new Map<string, TargetRecord>()

  /** A new one. */
  made(balancer: Balancer): void {
    this.#balancers.set(balancer.arn, balancer)
  }

  /** The one with an ARN. */
  of(arn: string): Balancer | undefined {
    return this.#balancers.get(arn)
  }

  /** The one that a public name leads to. */
  named(host: string): Balancer | undefined {
    return [...this.#balancers.values()].find(({ dnsName }) => dnsName === host.toLowerCase())
  }

  /** All of them. */
  all(): readonly Balancer[] {
    return [...this.#balancers.values()]
  }

  /** Forgets it. */
  gone(arn: string): void {
    this.#balancers.delete(arn)
  }

  /** An instance joins a group; one that is there stays as it is. */
  register(target: Pick<TargetRecord, 'groupArn' | 'instanceId' | 'port'>): void {
    const known = this.#targets.get(key(target))
    if (known === undefined || known.draining)
      this.#targets.set(key(target), { ...target, wellSince: undefined, draining: false })
  }

  /** Instances of a group, those included that are on their way out. */
  targetsOf(groupArn: string): readonly TargetRecord[] {
    return [...this.#targets.values()].filter((target) => target.groupArn === groupArn)
  }

  /** An instance has left a group. */
  left(target: TargetRecord): void {
    if (this.#targets.get(key(target)) === target) this.#targets.delete(key(target))
  }
}

function key({ groupArn, instanceId }: Pick<TargetRecord, 'groupArn' | 'instanceId'>): string {
  return `${groupArn} ${instanceId}`
}
