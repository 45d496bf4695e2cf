// What an instance is launched from. Its versions are told apart by a hash of their content, so that the same content
// is never written twice.
import { createHash } from 'node:crypto'
import { defineResource, type LaunchTemplateProps } from '@geuse/plugin-api'
import type { LaunchTemplate, RequestLaunchTemplateData } from '@aws-sdk/client-ec2'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { changesOf } from '../../common/changes.js'
import { nameLimits, foreignResource, uniqueName } from '../../common/names.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { stackFilters, tagsOf, tagSpecification } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'
import { profileNameOf } from '../iam/instance-profile.js'

interface Template {
  readonly templateId: string
  readonly version: number
  /** First 16 hexadecimal digits of the SHA-256 over the content; empty when it is not known. */
  readonly hash: string
}

/** EC2 launch template, found by name. */
export const launchTemplate = defineResource<LaunchTemplateProps, { name: string }, Template, AwsContext>({
  type: 'launch-template',
  stage: 'instance',
  iam: [
    'ec2:CreateLaunchTemplate',
    'ec2:CreateTags',
    'ec2:DescribeLaunchTemplates',
    'ec2:DescribeLaunchTemplateVersions',
    'ec2:CreateLaunchTemplateVersion',
    'ec2:DeleteLaunchTemplate',
  ],
  idempotent: 'token',
  identity: (_props, { stack }) => ({ name: uniqueName(stack, 'instance', nameLimits.template) }),
  find: async (cx, { identity: { name }, seen }) => {
    const ec2 = await cx.aws.ec2()
    const byName = { Filters: [{ Name: 'launch-template-name', Values: [name] }, ...stackFilters(cx.stack)] }
    const answer = await ifThere(() =>
      ec2.describeLaunchTemplates(seen ? { LaunchTemplateIds: [seen.templateId] } : byName),
    )
    const found = answer?.LaunchTemplates?.[0]
    return found && (seen ?? outputs(found))
  },
  create: async (cx, props) => {
    const ec2 = await cx.aws.ec2()
    const name = uniqueName(cx.stack, 'instance', nameLimits.template)
    const content = { LaunchTemplateData: launchData(cx, props), VersionDescription: hashOf(props) }
    const request = {
      LaunchTemplateName: name,
      ClientToken: cx.token,
      ...content,
      TagSpecifications: tagSpecification(cx, 'launch-template'),
    }
    try {
      const { LaunchTemplate } = await ec2.createLaunchTemplate(request)
      return { templateId: idOf(LaunchTemplate), version: 1, hash: hashOf(props) }
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('Launch template', name, error) : error
    }
  },
  sync: async (cx, observed, props) => {
    const hash = hashOf(props)
    if (observed.hash === hash) return observed
    return {
      templateId: observed.templateId,
      version: (await versionOf(cx, observed.templateId, hash)) ?? (await addVersion(cx, observed, props)),
      hash,
    }
  },
  diff: (made, props) => changesOf(made, props, 'all'),
  // Another content is another version, which `sync` adds.
  update: async (_cx, observed) => observed,
  stable: ['templateId'],
  list: async (cx) => {
    const ec2 = await cx.aws.ec2()
    const pages = ec2.paginateDescribeLaunchTemplates({ Filters: stackFilters(cx.stack) })
    const found = await allOf(pages, ({ LaunchTemplates }) => LaunchTemplates)
    return found.map((template) => {
      const observed = outputs(template)
      const identity = { name: required(template.LaunchTemplateName, 'LaunchTemplateName') }
      return listed(observed.templateId, template.Tags, { identity, observed })
    })
  },
  destroy: async (cx, { observed: { templateId } }) => {
    const ec2 = await cx.aws.ec2()
    await ifThere(() => ec2.deleteLaunchTemplate({ LaunchTemplateId: templateId }))
  },
  seconds: { create: 1, destroy: 1 },
  label: ({ templateId, version }) => `${templateId} version ${version}`,
})

function outputs(template: LaunchTemplate): Template {
  const version = required(template.LatestVersionNumber, 'LatestVersionNumber')
  return { templateId: idOf(template), version, hash: '' }
}

function idOf(template: LaunchTemplate | undefined): string {
  return required(template?.LaunchTemplateId, 'LaunchTemplateId')
}

async function versionOf(cx: AwsContext, templateId: string, hash: string): Promise<number | undefined> {
  const ec2 = await cx.aws.ec2()
  const versions = await retryUntilConsistent(cx, templateId, () =>
    allOf(
      ec2.paginateDescribeLaunchTemplateVersions({ LaunchTemplateId: templateId }),
      ({ LaunchTemplateVersions }) => LaunchTemplateVersions,
    ),
  )
  return versions.find(({ VersionDescription }) => VersionDescription === hash)?.VersionNumber
}

async function addVersion(cx: AwsContext, { templateId }: Template, props: LaunchTemplateProps): Promise<number> {
  const ec2 = await cx.aws.ec2()
  const hash = hashOf(props)
  const ClientToken = createHash('sha256').update(`${cx.token}/${hash}`).digest('hex')
  const content = { LaunchTemplateData: launchData(cx, props), VersionDescription: hash }
  const { LaunchTemplateVersion } = await ec2.createLaunchTemplateVersion({
    LaunchTemplateId: templateId,
    ClientToken,
    ...content,
  })
  return required(LaunchTemplateVersion?.VersionNumber, 'VersionNumber')
}

function launchData(cx: AwsContext, props: LaunchTemplateProps): RequestLaunchTemplateData {
  const { kmsKey } = cx.stack.governance ?? {}
  const key = kmsKey === undefined ? {} : { KmsKeyId: kmsKey }
  const disk = {
    VolumeSize: props.diskGiB,
    VolumeType: 'gp3',
    Encrypted: true,
    DeleteOnTermination: true,
    ...key,
  } as const
  return {
    ImageId: props.imageId,
    BlockDeviceMappings: [{ DeviceName: props.rootDevice, Ebs: disk }],
    SecurityGroupIds: [props.groupId],
    // By its name: it may still be on its way when the template is written.
    IamInstanceProfile: { Name: profileNameOf(cx.stack) },
    MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    TagSpecifications: [{ ResourceType: 'volume', Tags: tagsOf(cx) }],
    UserData: props.userData,
    ...(props.keyPair === undefined ? {} : { KeyName: props.keyPair }),
  }
}

function hashOf(props: LaunchTemplateProps): string {
  const entries = Object.entries(props).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16)
}
