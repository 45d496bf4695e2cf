// AWS throttles an account as a whole, so a stack that starts everything at once must not ask everything at once:
// each service has a number of calls that may be in flight.

/** Calls in flight per service: the figures of the source document; services that it does not name get 10. */
export const callsInFlight = {
  ec2: 10,
  efs: 20,
  elbv2: 20,
  cloudfront: 5,
  ssm: 10,
  iam: 10,
  sts: 10,
  pricing: 10,
  acm: 5,
  route53: 5,
  servicequotas: 5,
} as const

/** A service with a limit. */
export type ServiceId = keyof typeof callsInFlight

/** Runs work as soon as a place is free, first come, first served. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>

/**
 * @param places how many may run at once
 * @returns a limit shared by everything that is run through it
 */
export function limit(places: number): Limit {
  const waiting: (() => void)[] = []
  let free = places
  const enter = async () => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return async (work) => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
