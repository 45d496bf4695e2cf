// What a machine would be given, written to a folder to be read: compose document, scripts, plan, its IAM policy; and
// the policy of whoever deploys it. No question to AWS: where only a deploy knows, stand-ins are used and said.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { instancePolicy } from '../aws/stock/instance-policy.js'
import { asStorageError } from '../state/durable-file.js'
import { deployerPolicy } from './deployer-policy.js'
import type { Host } from './host.js'
import { stackConfig, type StackRequest } from './stack-config.js'
import { stackOf } from './stack-of.js'

/** What is asked for. */
export interface RenderRequest extends StackRequest {
  /** Folder to write to; made when it is not there. */
  readonly folder: string
}

/** What was written. */
export interface Rendered {
  readonly folder: string
  readonly files: readonly string[]
  /** Of the gzip'd UserData, in bytes; 16384 is the most that EC2 takes. */
  readonly userDataBytes: number
  /** Values that only a deploy knows, and what stands for them. */
  readonly standIns: Readonly<Record<string, string>>
}

const standIns = {
  'stack id': '00000000-0000-4000-8000-000000000000',
  account: '000000000000',
  address: '192.0.2.1',
  'file system': 'fs-00000000000000000',
}

/** @throws GmError CONFIG_INVALID, PLUGIN_FAILED, STORAGE_DENIED */
export async function render(host: Host, request: RenderRequest): Promise<Rendered> {
  const { name } = request
  const registry = await host.registry()
  registry.demandWhole()
  const { config } = stackConfig(host, registry, request)
  const stack = stackOf(registry, { config, name, id: standIns['stack id'], accountId: standIns.account, memoryMiB: 0 })
  const where = {
    site: stack.site(config.domain ?? standIns.address, 1),
    fileSystemId: standIns['file system'],
    address: standIns.address,
  }
  const owner = { name, id: standIns['stack id'], region: config.region, accountId: standIns.account }
  const fileSystemArn = `arn:aws:elasticfilesystem:${config.region}:${standIns.account}:file-system/${standIns['file system']}`
  const policy = JSON.parse(instancePolicy(owner, { fileSystemArn, parameterPath: stack.parameterPath })) as unknown
  const files = {
    ...stack.renderFiles(where),
    'instance-policy.json': written(policy),
    'deployer-policy.json': written(deployerPolicy(registry, standIns.account)),
  }
  const folder = resolve(request.folder)
  await writeAll(folder, files)
  return {
    folder,
    files: Object.keys(files).toSorted(),
    userDataBytes: Buffer.from(stack.userData(where), 'base64').length,
    standIns,
  }
}

function written(policy: unknown): string {
  return `${JSON.stringify(policy, null, 2)}\n`
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeFile(file, text, { mode: 0o600 })
    } catch (error) {
      throw asStorageError(error, file)
    }
  }
}
