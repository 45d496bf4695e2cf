// Changes an account behind gm's back: straight at moto, past the sandbox, so that no journal and no rule sees it.
import type { TestAccount } from './test-account.js'

type Params = Readonly<Record<string, string>>

/** Asks SSM. @throws Error when it refuses */
export function tamperSsm(
  world: TestAccount,
  operation: string,
  params: Readonly<Record<string, unknown>>,
): Promise<string> {
  const headers = {
    authorization: signed('ssm'),
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AmazonSSM.${operation}`,
  }
  return ask(world, headers, JSON.stringify(params))
}

/** Ends an instance as somebody at the console does: through the account, so that everything on it ends too. */
export async function terminate({ account }: TestAccount, instanceId: string): Promise<void> {
  const body = new URLSearchParams({ Action: 'TerminateInstances', Version: '2016-11-15', 'InstanceId.1': instanceId })
  const answer = await fetch(account.endpoint, { method: 'POST', headers: { authorization: signed('ec2') }, body })
  if (!answer.ok) throw new Error(await answer.text())
}

/** Asks IAM. @throws Error when it refuses */
export function tamperIam(world: TestAccount, operation: string, params: Params): Promise<string> {
  return ask(
    world,
    { authorization: signed('iam') },
    new URLSearchParams({ Action: operation, Version: '2010-05-08', ...params }),
  )
}

function signed(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKIASANDBOX/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`
}

async function ask(
  { account }: TestAccount,
  headers: Record<string, string>,
  body: string | URLSearchParams,
): Promise<string> {
  const answer = await fetch(account.motoEndpoint, { method: 'POST', headers, body })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}
