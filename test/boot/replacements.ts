// One replacement of a machine that ends while rows are being written: what was acknowledged and is there afterwards,
// which points Qdrant has again, and how long it took.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import type { RealStack } from '../support/real-stack.js'
import { until } from '../support/until.js'

const run = promisify(execFile)

/** The stack of these scenarios. */
export const withVectors = ['--services', 'n8n,qdrant', '--set', 'n8n.owner-email=owner@example.com', '--yes'] as const

/** How a machine ends: as EC2 ends it, or as if its host had lost its power. */
export type End = 'terminate' | 'kill'

/** What a replacement came to. */
export interface Replacement {
  readonly end: End
  /** Rows that PostgreSQL had acknowledged before the end, and how many of them are not there afterwards. */
  readonly acknowledged: number
  readonly missing: number
  /** Points that Qdrant had at its last checkpoint, at the end, and afterwards. */
  readonly points: { readonly checkpoint: number; readonly end: number; readonly after: number }
  /** Age of the copy that came back, at the end, in seconds: what was written later is lost. */
  readonly recoveryPoint: number
  /** Seconds from the end until the owner could log in, and until `gm deploy` was done. */
  readonly answering: number
  readonly deployed: number
}

const wanted = 200

/**
 * Ends the machine of a stack while a writer is at work, and brings another one.
 * @param round a number of its own for each
 */
export async function replaceOnce(stack: RealStack, round: number, end: End): Promise<Replacement> {
  const copied = await fill(stack, round)
  const writer = await Writer.start(stack, round)
  await until('rows', () => (writer.acknowledged >= wanted ? true : undefined), 120)
  const last = await pointsOf(stack)
  const began = Date.now()
  await endOf(stack, end)
  const answered = answering(stack, began)
  await writer.over
  await stack.deploy()
  const deployed = since(began)
  const { id } = await restored(stack)
  return {
    end,
    acknowledged: writer.acknowledged,
    missing:
      writer.acknowledged -
      Number(
        await stack.sql(`select count(*) from kept where round = ${round}
      and id <= ${writer.acknowledged}`),
      ),
    points: { checkpoint: copied, end: last, after: await pointsOf(stack) },
    recoveryPoint: Math.max(0, Math.round((began - timeOf(id)) / 1000)),
    answering: await answered,
    deployed,
  }
}

/** @returns in one line */
export function told(replacement: Replacement): string {
  const { end, acknowledged, missing, points, recoveryPoint, answering, deployed } = replacement
  const rows = `${acknowledged} rows acknowledged, ${missing} missing`
  const vectors = `points ${points.checkpoint} at the checkpoint, ${points.end} at the end, ${points.after} afterwards`
  return `${end}: ${rows}; ${vectors}, ${recoveryPoint} s old; log-in after ${answering} s, gm deploy done after ${deployed} s`
}

/** Writes points, copies them, and writes more. @returns how many there were at the copy */
async function fill(stack: RealStack, round: number): Promise<number> {
  await stack.sql('create table if not exists kept (round int, id int)')
  if (round === 1) await ask(stack, 'PUT', '', { vectors: { size: 2, distance: 'Cosine' } })
  await points(stack, round * 100, 10)
  await stack.inside('/opt/geusemaker/current/gmctl', 'checkpoint', '--service=qdrant')
  const copied = await pointsOf(stack)
  await points(stack, round * 100 + 50, 5)
  return copied
}

function points(stack: RealStack, from: number, count: number): Promise<string> {
  const all = Array.from({ length: count }, (_none, at) => ({ id: from + at, vector: [1, at] }))
  return ask(stack, 'PUT', '/points?wait=true', { points: all })
}

async function pointsOf(stack: RealStack): Promise<number> {
  const answer = JSON.parse(await ask(stack, 'POST', '/points/count', { exact: true })) as { result: { count: number } }
  return answer.result.count
}

function ask(stack: RealStack, method: string, path: string, body: object): Promise<string> {
  const script =
    'curl -fsS -X "$1" -H "api-key: $(cat /run/geusemaker/secrets/qdrant/api-key)" -H "content-type: application/json" -d "$3" "http://127.0.0.1:6333/collections/marks$2"'
  return stack.bash(script, method, path, JSON.stringify(body))
}

/** Where the service is one that the boot does not wait for. */
function restored(stack: RealStack): Promise<{ id: string }> {
  const ready = async () => {
    const one = (await stack.status()).checkpoints.find(({ service }) => service === 'qdrant')
    const isUp = await pointsOf(stack).then(
      () => true,
      () => false,
    )
    const id = one?.restored ?? undefined
    return id === undefined || !isUp ? undefined : { id }
  }
  return until('Qdrant to have its points again', ready, 300)
}

/** `<generation>-<time>` */
function timeOf(checkpoint: string): number {
  const [, year, month, day, hour, minute, second] =
    /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(checkpoint)?.map(Number) ?? []
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}

async function endOf(stack: RealStack, end: End): Promise<void> {
  if (end === 'kill') await run('docker', ['kill', '--signal', 'KILL', stack.machine])
  else await stack.aws('ec2', 'terminate_instances', { InstanceIds: [stack.machine] })
}

/** The old machine may answer while it still ends: what counts is the first answer after the last silence. */
async function answering(stack: RealStack, began: number): Promise<number> {
  const site = await stack.site()
  const answers = async () => (await site.logIn().catch(() => undefined))?.status === 200
  await until('the silence', async () => ((await answers()) ? undefined : true), 300)
  await until('an answer', async () => ((await answers()) ? true : undefined), 600)
  return since(began)
}

function since(began: number): number {
  return Math.round((Date.now() - began) / 100) / 10
}

/** One connection that inserts row after row, each when the one before was acknowledged. */
class Writer {
  acknowledged = 0
  readonly over: Promise<void>
  readonly #psql: ChildProcess
  readonly #round: number

  private constructor(psql: ChildProcess, round: number) {
    this.#psql = psql
    this.#round = round
    this.over = new Promise((resolve) => psql.once('close', () => resolve()))
    psql.stdin?.on('error', () => undefined)
    psql.stdout?.setEncoding('utf8').on('data', (said: string) => this.#read(said))
    this.#next()
  }

  static async start(stack: RealStack, round: number): Promise<Writer> {
    const psql = ['psql', '-U', 'postgres', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1']
    const words = ['exec', '--interactive', stack.machine, 'docker', 'exec', '--interactive', 'postgres', ...psql]
    return new Writer(spawn('docker', words, { stdio: ['pipe', 'pipe', 'ignore'] }), round)
  }

  #read(said: string): void {
    const count = said.split('INSERT 0 1').length - 1
    if (count === 0) return
    this.acknowledged += count
    this.#next()
  }

  #next(): void {
    this.#psql.stdin?.write(`insert into kept values (${this.#round}, ${this.acknowledged + 1});\n`)
  }
}
