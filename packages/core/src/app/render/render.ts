// What an instance would be given, written to a folder to be read: compose document, scripts, plan, its IAM policy; and
// the policy of whoever deploys it. No question to AWS: what no document knows yet has a stand-in, which is said.
import { resolve } from 'node:path'
import type { Document } from '../../state/document.js'
import { writeTexts } from '../../state/write-texts.js'
import { policiesOf, policyTexts } from '../iam/policies.js'
import type { Host } from '../host.js'
import { resolveStack, type StackRequest } from '../deploy/resolve-stack.js'
import { type KnownFacts, placeUnmade, standIns } from '../deploy/unmade-stack.js'
import type { StackOperation } from '../run/stack-operation.js'
import type { rendered } from '../../output/catalog.js'
import type { Told } from '../../output/told.js'

/** What is asked for. */
export interface RenderRequest extends StackRequest {
  /** Folder to write to; made when it is not there. */
  readonly folder: string
}

/** What was written. */
export type Rendered = Told<typeof rendered>

/** What is about to be written. */
export interface PreparedRender extends Omit<Rendered, 'files'> {
  /** Texts by path in the folder. */
  readonly files: Readonly<Record<string, string>>
}

/** Writes the files of a stack to be read. */
export const render: StackOperation<RenderRequest, PreparedRender, Rendered> = {
  title: 'the render',
  prepare: prepareRender,
  run: writeFiles,
}

/**
 * Of a stack that exists, what it was asked for is the base, and what its document knows stands for itself.
 * @throws GmError CONFIG_INVALID, PLUGIN_FAILED
 */
async function prepareRender(host: Host, request: RenderRequest): Promise<PreparedRender> {
  const resolved = await resolveStack(host, request)
  const { stored, config } = resolved
  const known = factsOf(stored)
  const { identity, stack, where } = placeUnmade(resolved, known, hostOf(stored))
  const policies = await policiesOf(resolved, { identity, stack, fileSystemId: where.fileSystemId })
  const files = {
    ...stack.renderFiles(where),
    'config.json': `${JSON.stringify(config, null, 2)}\n`,
    ...policyTexts(policies),
  }
  return {
    folder: resolve(request.folder),
    files,
    userDataBytes: Buffer.from(stack.userData(where), 'base64').length,
    bundleBytes: Buffer.from(stack.packedBundle(where).parts.join(''), 'base64').length,
    standIns: Object.fromEntries(Object.entries(standIns).filter(([key]) => !(key in known))),
  }
}

/** @throws GmError STORAGE_DENIED, STORAGE_FULL */
async function writeFiles(_host: Host, { folder, files, ...rest }: PreparedRender): Promise<Rendered> {
  await writeTexts(folder, files)
  return { folder, files: Object.keys(files).toSorted(), ...rest }
}

/** Where the stack is reached, as its tier told. */
function hostOf(stored: Document | undefined): string | undefined {
  return stored === undefined || stored.n8n_url === null ? undefined : new URL(stored.n8n_url).hostname
}

/** What a document knows of what only a deploy can know. */
function factsOf(stored: Document | undefined): KnownFacts {
  if (stored === undefined) return {}
  const { stack_id: id, account_id: account, public_ip: address, efs_id: fileSystem } = stored
  return {
    'stack id': id,
    account,
    ...(address === null ? {} : { address }),
    ...(fileSystem === null ? {} : { 'file system': fileSystem }),
  }
}
