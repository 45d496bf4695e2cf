// Who asks, and by how much this computer's clock differs from that of AWS.
import type { STS } from '@aws-sdk/client-sts'
import type { Clients } from '../client/clients.js'
import { required } from '../common/required.js'

/** Whoever the credentials are of. */
export interface Caller {
  /** Twelve digits. */
  readonly accountId: string
  readonly arn: string
  /** Seconds by which this computer is ahead of AWS; undefined where AWS did not tell the time. */
  readonly skewSeconds: number | undefined
}

/**
 * @param aws clients of the run
 * @param now milliseconds since the epoch, by this computer
 * @returns who asks, and when it is
 */
export async function callerAt(aws: Clients, now: () => number): Promise<Caller> {
  const sts = await aws.sts()
  const date = dateOfAnswers(sts)
  const { Account, Arn } = await sts.getCallerIdentity({})
  const told = date()
  return {
    accountId: required(Account, 'Account'),
    arn: required(Arn, 'Arn'),
    // The header has no fractions: half a second is what is left out on average.
    skewSeconds: told === undefined ? undefined : (now() - told) / 1000 - 0.5,
  }
}

/** What every HTTP answer says of its time, which the SDK keeps to itself. */
function dateOfAnswers(sts: STS): () => number | undefined {
  let date: string | undefined
  sts.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { headers = {} } = result.response as { readonly headers?: Readonly<Record<string, string>> }
      date = headers['date']
      return result
    },
    { step: 'deserialize', name: 'gmDate', override: true },
  )
  return () => {
    const at = Date.parse(date ?? '')
    return Number.isNaN(at) ? undefined : at
  }
}
