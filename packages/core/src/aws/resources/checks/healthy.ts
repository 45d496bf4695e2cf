// The end of a deploy: every critical probe answers on the instance, the file system's doors are open in every zone,
// and the public URL is asked as its user would ask it.
import type { Health } from '@geuse/instance-contract'
import { GmError, type Check, type MountTargets, type Site, type Target } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { ifThere } from '../../wait/consistency.js'
import { ssmInstance } from '../../instance/ssm-command.js'
import { waitFor } from '../../wait/wait-for.js'
import { httpProbe, type HttpProbe } from '../../instance/http-probe.js'
import { targetIsHealthy } from './target-health.js'

interface Props {
  readonly instanceId: string
  readonly site: Site
  readonly mountTargets: MountTargets
  readonly target?: Target | undefined
}

/** What was found. */
interface Answer {
  readonly health: Health
  /** What came of asking the public URL from here. */
  readonly visit: HttpProbe
}

const deadline = 600
const probesWithin = 480
/** Seconds in which a wrong answer of the public URL may turn into a right one. */
const wrongWithin = 60
const visitMilliseconds = 10_000
const patience = { registered: 120, done: 60 }

/** Passes when the stack works as far as it can be seen from inside and from here. */
export const healthy: Check<Props, Answer, AwsContext> = {
  type: 'healthy',
  stage: 'health',
  iam: [
    'ssm:SendCommand',
    'ssm:GetCommandInvocation',
    'elasticfilesystem:DescribeMountTargets',
    'elasticloadbalancing:DescribeTargetHealth',
  ],
  seconds: 15,
  deadline,
  run: async (cx, { instanceId, site, mountTargets, target }) => {
    const [health] = await Promise.all([
      probesAnswer(cx, instanceId),
      areOpen(cx, mountTargets),
      target === undefined ? undefined : targetIsHealthy(cx, target),
    ])
    return { health, visit: await answers(cx, site) }
  },
}

async function probesAnswer(cx: AwsContext, instanceId: string): Promise<Health> {
  let failing: string[] = []
  const late = () =>
    new GmError('UNHEALTHY', `Not healthy after ${probesWithin} s: ${failing.join(', ')}`, {
      hints: [`gm status ${cx.stack.name}`],
    })
  const instance = ssmInstance(cx, instanceId, patience)
  const look = async () => {
    const answer = await instance.health()
    failing = failures(answer)
    return failing.length === 0 ? answer : undefined
  }
  return waitFor(cx, 'all services to answer', look, { seconds: probesWithin, late })
}

function failures({ probes }: Health): string[] {
  return probes
    .filter(({ critical, ok }) => critical && !ok)
    .map(({ service, kind, error }) => `${service} (${kind}: ${error ?? 'no answer'})`)
}

async function areOpen(cx: AwsContext, { fileSystemId, ids }: MountTargets): Promise<void> {
  const efs = await cx.aws.efs()
  const open = async () => {
    const { MountTargets = [] } = (await ifThere(() => efs.describeMountTargets({ FileSystemId: fileSystemId }))) ?? {}
    const stateOf = (id: string) => MountTargets.find(({ MountTargetId }) => MountTargetId === id)?.LifeCycleState
    const broken = ids.find((id) => stateOf(id) === 'error')
    if (broken)
      throw new GmError('CLOUD_FAILED', `EFS could not open ${broken}`, { hints: [`gm deploy ${cx.stack.name}`] })
    return ids.every((id) => stateOf(id) === 'available') ? true : undefined
  }
  await waitFor(cx, `${ids.join(', ')} to open`, open, { seconds: 300 })
}

/** No connection while all is well inside may be this computer's own network: that is a warning, not a failure. */
async function answers(cx: AwsContext, { url }: Site): Promise<HttpProbe> {
  let status = 0
  const late = () =>
    new GmError('UNHEALTHY', `${url} answers with status ${status}`, { hints: [`gm status ${cx.stack.name}`] })
  const look = async () => {
    const seen = await httpProbe(url, cx.aws.connection, visitMilliseconds)
    if (seen.kind === 'answered') status = seen.status
    return seen.kind === 'no-connection' || (seen.status >= 200 && seen.status < 400) ? seen : undefined
  }
  const seen = await waitFor(cx, `${url} to answer`, look, { seconds: wrongWithin, late })
  if (seen.kind === 'no-connection') cx.note(`healthy, but ${url} cannot be reached from this computer: ${seen.error}`)
  else if (!seen.trusted) cx.note(`${url} answers with a certificate that this computer does not trust yet`)
  return seen
}
