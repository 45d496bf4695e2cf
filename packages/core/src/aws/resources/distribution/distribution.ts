// A CloudFront distribution. Each change of it takes minutes to reach all places that answer for it, and it can only be
// deleted when it is switched off in all of them. A change names the version that it is made to (its ETag), so that
// what somebody else has changed meanwhile is never lost: it is read again.
import { defineResource, type Distribution, type DistributionProps, type StackRef } from '@geuse/plugin-api'
import type { CloudFront, DistributionConfig, GetDistributionResult } from '@aws-sdk/client-cloudfront'
import { isAlreadyThere, isChangedMeanwhile } from '../../errors/classify.js'
import { changesOf } from '../../common/changes.js'
import type { AwsContext } from '../../common/context.js'
import { foreignResource } from '../../common/names.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'
import { tagsOf } from '../../common/tags.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { waitFor } from '../../wait/wait-for.js'
import { newConfig, withProps } from './config.js'
import { mended, settingOf, strayed, type Setting } from './drift.js'

/** Of every distribution: Route 53 API Reference, AliasTarget. */
const zoneId = 'Z2FDTNDATAQYW2'
/** Seconds for all places to know that it is off: three to five minutes are commonly seen, at times fifteen. */
const offWithin = 1700
/** Seconds in which a change of somebody else's may come between. */
const settledWithin = 60

/** What is looked at; never recorded but for `Distribution`. */
interface Seen extends Distribution {
  /** As it is now: somebody, or a destroy that was broken off, may have changed it. */
  readonly setting?: Setting
}

/** CloudFront distribution, found by the id of its origin, which holds the stack's. */
export const distribution = defineResource<DistributionProps, { mark: string }, Seen, AwsContext>({
  type: 'distribution',
  stage: 'network',
  iam: [
    'cloudfront:CreateDistribution',
    'cloudfront:DeleteDistribution',
    'cloudfront:GetDistribution',
    'cloudfront:ListDistributions',
    'cloudfront:TagResource',
    'cloudfront:UpdateDistribution',
    'ssm:GetParameter',
  ],
  idempotent: 'name',
  identity: (_props, { stack }) => ({ mark: markOf(stack) }),
  find: async (cx, { identity: { mark }, seen }) => {
    const cloudfront = await cx.aws.cloudfront()
    if (seen === undefined) return (await ownDistributions(cloudfront, mark))[0]
    const { Distribution } = (await ifThere(() => cloudfront.getDistribution({ Id: seen.id }))) ?? {}
    if (Distribution === undefined) return undefined
    const { id, dnsName } = seen
    const setting = settingOf(required(Distribution.DistributionConfig, 'DistributionConfig'), mark)
    return { id, dnsName, zoneId, setting }
  },
  create: async (cx, props) => {
    const [cloudfront, secret] = await Promise.all([cx.aws.cloudfront(), secretOf(cx, props)])
    const [mark, reference] = [markOf(cx.stack), cx.token]
    const DistributionConfig = newConfig({ stack: cx.stack.name, mark, reference, secret, props })
    try {
      const { Distribution } = await cloudfront.createDistributionWithTags({
        DistributionConfigWithTags: { DistributionConfig, Tags: { Items: tagsOf(cx) } },
      })
      return outputs(required(Distribution, 'Distribution'))
    } catch (error) {
      if (!isAlreadyThere(error)) throw error
      const [own] = await ownDistributions(cloudfront, mark)
      if (own === undefined) throw foreignResource('A distribution', `with the reference ${reference}`, error)
      return own
    }
  },
  sync: async (cx, { setting, ...observed }, props) => {
    const changes = setting === undefined ? [] : strayed(setting, props)
    if (changes.length === 0) return observed
    cx.note(`it was changed by hand: putting back ${changes.map(({ field }) => field).join(', ')}`)
    const [mark, secret] = [markOf(cx.stack), await secretOf(cx, props)]
    await change(cx, observed.id, (config) => mended(config, { mark, secret, props }))
    return observed
  },
  drift: async (_cx, { setting }, made) => (setting === undefined ? [] : strayed(setting, made)),
  diff: (made, props) => changesOf(made, props, 'all'),
  update: async (cx, { setting: _before, ...observed }, props, made) => {
    await change(cx, observed.id, (config) => withProps(config, markOf(cx.stack), props, made))
    return observed
  },
  stable: ['id', 'dnsName', 'zoneId'],
  list: async (cx) => {
    const mark = markOf(cx.stack)
    const own = await ownDistributions(await cx.aws.cloudfront(), mark)
    return own.map((observed) => ({ id: observed.id, known: { identity: { mark }, observed } }))
  },
  destroy: async (cx, { observed: { id } }) => {
    const cloudfront = await cx.aws.cloudfront()
    const what = `CloudFront to switch ${id} off in all its places, which takes minutes; Ctrl-C is safe, gm destroy goes on`
    await waitFor(
      cx,
      what,
      unlessChangedMeanwhile(() => towardsItsEnd(cloudfront, id)),
      { seconds: offWithin },
    )
  },
  seconds: { create: 8, destroy: 360 },
  label: ({ dnsName }) => dnsName,
  // Beyond what is free for ever: https://aws.amazon.com/cloudfront/pricing/
  costs: () => [{ name: 'requests to CloudFront and what it sends', unit: 'use' }],
})

async function secretOf(cx: AwsContext, { secretParameter }: DistributionProps): Promise<string> {
  const ssm = await cx.aws.ssm()
  const asked = { Name: secretParameter, WithDecryption: true }
  const { Parameter } = await retryUntilConsistent(cx, secretParameter, () => ssm.getParameter(asked))
  return required(Parameter?.Value, secretParameter)
}

/** One step: switched off, or deleted. @returns true when it is gone */
async function towardsItsEnd(cloudfront: CloudFront, Id: string): Promise<true | undefined> {
  const seen = await ifThere(() => cloudfront.getDistribution({ Id }))
  if (seen === undefined) return true
  const config = required(seen.Distribution?.DistributionConfig, 'DistributionConfig')
  if (config.Enabled) await put(cloudfront, seen, { ...config, Enabled: false })
  if (config.Enabled || seen.Distribution?.Status !== 'Deployed') return undefined
  await ifThere(() => cloudfront.deleteDistribution({ Id, IfMatch: seen.ETag }))
  return true
}

async function change(
  cx: AwsContext,
  Id: string,
  how: (config: DistributionConfig) => DistributionConfig,
): Promise<void> {
  const cloudfront = await cx.aws.cloudfront()
  const changed = async (): Promise<true> => {
    const seen = await cloudfront.getDistribution({ Id })
    await put(cloudfront, seen, how(required(seen.Distribution?.DistributionConfig, 'DistributionConfig')))
    return true
  }
  await waitFor(cx, `${Id} to be changed by nobody else`, unlessChangedMeanwhile(changed), { seconds: settledWithin })
}

async function put(
  cloudfront: CloudFront,
  { ETag, Distribution }: GetDistributionResult,
  DistributionConfig: DistributionConfig,
): Promise<void> {
  await cloudfront.updateDistribution({ Id: required(Distribution?.Id, 'Id'), IfMatch: ETag, DistributionConfig })
}

/** What was read is not true any more: it is read again. */
function unlessChangedMeanwhile<T>(work: () => Promise<T>): () => Promise<T | undefined> {
  return async () => {
    try {
      return await work()
    } catch (error) {
      if (isChangedMeanwhile(error)) return undefined
      throw error
    }
  }
}

async function ownDistributions(cloudfront: CloudFront, mark: string): Promise<readonly Distribution[]> {
  const all = await allOf(cloudfront.paginateListDistributions({}), ({ DistributionList }) => DistributionList?.Items)
  return all.filter(({ Origins }) => Origins?.Items?.some(({ Id }) => Id === mark)).map(outputs)
}

function markOf({ id }: Pick<StackRef, 'id'>): string {
  return `geusemaker-${id}`
}

function outputs({ Id, DomainName }: { Id?: string | undefined; DomainName?: string | undefined }): Distribution {
  return { id: required(Id, 'Id'), dnsName: required(DomainName, 'DomainName'), zoneId }
}
