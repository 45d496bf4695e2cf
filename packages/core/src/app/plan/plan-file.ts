// A plan in a file, for those who have it reviewed before it is carried out. It holds what was asked for and everything
// that it was made from, so that it is carried out as it was read, or refused.
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { GmError } from '@geuse/plugin-api'
import { z } from 'zod'
import { replaceFile } from '../../state/durable-file.js'
import type { PreparedChange } from '../deploy/prepare.js'
import type { StackRequest } from '../deploy/resolve-stack.js'

const values = z.record(z.string(), z.json())

const planFileSchema = z.strictObject({
  format: z.literal(1),
  /** ISO instant. */
  made_at: z.iso.datetime(),
  operation: z.enum(['deploy', 'update']),
  stack: z.string(),
  /** Twelve digits. */
  account: z.string(),
  region: z.string(),
  /** Of the state document that it was made from; 0 where there was none. */
  revision: z.number().int().nonnegative(),
  request: z.strictObject({
    flags: values,
    file: z.strictObject({ path: z.string(), content: z.json() }).optional(),
  }),
  /** What the request means, with variables, settings and defaults. */
  config: values,
  /** What the account was like. */
  facts: values,
  steps: z.array(
    z.strictObject({
      node: z.string(),
      type: z.string(),
      action: z.string(),
      changes: z.array(values),
      lost: z.string().optional(),
    }),
  ),
})
/** A plan as its file holds it. */
export type PlanFile = z.infer<typeof planFileSchema>

/**
 * @param prepared what would be done
 * @param request what was asked for
 * @param at ISO instant
 */
export function planFileOf(prepared: PreparedChange, { flags, file }: StackRequest, at: string): PlanFile {
  const { intent, document, plan } = prepared
  return plain({
    format: 1,
    made_at: at,
    operation: intent === 'update' ? 'update' : 'deploy',
    stack: document.stack_name,
    account: document.account_id,
    region: document.region,
    revision: document.revision,
    request: { flags, ...(file === undefined ? {} : { file }) },
    config: document.config,
    facts: document.facts,
    steps: plan.steps,
  }) as PlanFile
}

/** @throws GmError STORAGE_FULL, STORAGE_DENIED; CONFIG_INVALID where there is no such folder */
export async function writePlanFile(path: string, file: PlanFile): Promise<void> {
  try {
    await replaceFile(path, `${JSON.stringify(file, null, 2)}\n`)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw new GmError('CONFIG_INVALID', `there is no folder ${dirname(path)} to write the plan to`, { cause })
  }
}

/**
 * @param path as it was typed
 * @param name of the stack that it is to be of
 * @param operation of the command that is to carry it out
 * @throws GmError CONFIG_INVALID for what is no plan, or one of something else
 */
export async function readPlanFile(path: string, name: string, operation: PlanFile['operation']): Promise<PlanFile> {
  const parsed = planFileSchema.safeParse(await contentOf(path))
  if (!parsed.success) throw invalid(`${path} is no plan of this version of gm`, `gm plan ${name} --out ${path}`)
  const file = parsed.data
  if (file.stack !== name) throw invalid(`${path} is a plan of ${file.stack}, not of ${name}`)
  if (file.operation !== operation)
    throw invalid(`${path} is the plan of another command`, `gm ${file.operation} ${name} --plan ${path}`)
  return file
}

async function contentOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `${path} is not JSON` : `the plan ${path} cannot be read`
    throw new GmError('CONFIG_INVALID', reason, { cause, hints: [`ls -l ${path}`] })
  }
}

function invalid(message: string, ...hints: readonly string[]): GmError {
  return new GmError('CONFIG_INVALID', message, { hints })
}

/** @returns what is asked for by a plan that was read */
export function requestOf({ stack, request: { flags, file } }: PlanFile): StackRequest {
  return { name: stack, flags, ...(file === undefined ? {} : { file }) }
}

/**
 * @param file as it was read
 * @param prepared what the same request would do now
 * @throws GmError PLAN_STALE naming what is not as it was
 */
export function demandSamePlan(file: PlanFile, prepared: PreparedChange): void {
  const now = planFileOf(prepared, requestOf(file), file.made_at)
  const moved = [
    ...(now.account === file.account ? [] : [`the account is ${now.account}, not ${file.account}`]),
    ...(now.revision === file.revision
      ? []
      : [`its document has revision ${now.revision}, not ${file.revision}: something was done to it`]),
    ...(isDeepStrictEqual(now.config, file.config) ? [] : [`what is asked for: ${fields(now.config, file.config)}`]),
    ...(isDeepStrictEqual(now.facts, file.facts) ? [] : [`the account: ${fields(now.facts, file.facts)}`]),
    ...(isDeepStrictEqual(now.steps, file.steps) ? [] : [`what there is to do: ${steps(now.steps, file.steps)}`]),
  ]
  if (moved.length === 0) return
  const words = `the plan of ${file.made_at} is not what would be done now: ${moved.join('; ')}`
  throw new GmError('PLAN_STALE', words, { hints: [`gm plan ${file.stack} …   # makes another one to review`] })
}

type Values = PlanFile['config']

function fields(now: Values, then: Values): string {
  const keys = [...new Set([...Object.keys(now), ...Object.keys(then)])]
  return keys.filter((key) => !isDeepStrictEqual(now[key], then[key])).join(', ')
}

function steps(now: PlanFile['steps'], then: PlanFile['steps']): string {
  const before = new Map(then.map((step) => [step.node, step]))
  const gone = then.filter(({ node }) => !now.some((step) => step.node === node))
  const other = now.filter((step) => !isDeepStrictEqual(step, before.get(step.node)))
  return [...other, ...gone].map(({ node, action }) => `${node} (${action})`).join(', ')
}

/** As it comes back from a file. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}
