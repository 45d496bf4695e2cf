// Logs on disk: what every line carries, who may read it, and that no secret gets in.
import { expect } from 'chai'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunEvent } from '@geuse/plugin-api'
import { homeAt, ensureHome, type Home } from '../state/home.js'
import { logSink, openLog, runWriter } from './log.js'
import { redact, redactText } from './redact.js'

function now(): number {
  return Date.UTC(2026, 0, 31, 23, 59)
}

const about = { at: '2026-01-31T23:59:00.000Z', run: 'r-1', stack: 'my-stack' }
const events: readonly RunEvent[] = [
  {
    ...about,
    type: 'run.started',
    operation: 'deploy',
    nodes: [{ id: 'vpc', type: 'vpc', stage: 'network', deps: [], seconds: 1 }],
  },
  { ...about, type: 'node.noted', node: 'vpc', stage: 'network', text: 'password=hunter22 is bad' },
  { ...about, type: 'node.finished', node: 'vpc', stage: 'network', outcome: 'created', ms: 5, label: 'vpc-1' },
  { ...about, type: 'run.finished', operation: 'deploy', outcome: 'failed', ms: 9 },
]

describe('app/log', () => {
  let home: Home
  beforeEach(async () => {
    home = homeAt(await mkdtemp(join(tmpdir(), 'gm-log-')))
    await ensureHome(home)
  })
  afterEach(() => rm(home.root, { recursive: true, force: true }))
  const lines = (path: string): Record<string, unknown>[] =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>)

  it('makes its file at the first line, for its owner alone, written when the call returns', () => {
    const log = openLog({ home, now }, { correlation_id: 'c-1', stack_name: 'my-stack', operation: 'deploy' })
    expect(existsSync(home.log('2026-01-31'))).to.equal(false)
    log.info({ emoji: '🚀', stage: 'network' }, 'begins')
    expect(lines(home.log('2026-01-31'))).to.deep.equal([
      {
        level: 'info',
        time: '2026-01-31T23:59:00.000Z',
        correlation_id: 'c-1',
        stack_name: 'my-stack',
        operation: 'deploy',
        emoji: '🚀',
        stage: 'network',
        message: 'begins',
      },
    ])
    expect(statSync(home.log('2026-01-31')).mode & 0o777).to.equal(0o600)
  })

  it('keeps lines of level debug to itself unless asked', () => {
    openLog({ home, now }, { correlation_id: 'c' }).debug('quiet')
    expect(existsSync(home.log('2026-01-31'))).to.equal(false)
    openLog({ home, now, debug: true }, { correlation_id: 'c' }).debug('loud')
    expect(lines(home.log('2026-01-31'))).to.have.length(1)
  })

  it('writes a line for each event, with its context, and no secret', () => {
    const sink = logSink(openLog({ home, now }, { correlation_id: 'c-1' }))
    events.forEach(sink.listen)
    const written = lines(home.log('2026-01-31'))
    expect(written.map(({ message, level }) => [message, level])).to.deep.equal([
      ['run.started', 'info'],
      ['node.noted', 'info'],
      ['node.finished', 'info'],
      ['run.finished', 'error'],
    ])
    for (const row of written)
      expect(row)
        .to.include({ correlation_id: 'r-1', stack_name: 'my-stack', operation: 'deploy' })
        .and.to.have.property('emoji')
    expect(written[2]).to.include({ stage: 'network', node: 'vpc', label: 'vpc-1' })
    expect(written[0]).to.include({ nodes: 1 })
    expect(JSON.stringify(written)).to.not.contain('hunter22')
  })

  it('covers secrets in messages', () => {
    openLog({ home, now }, { correlation_id: 'c' }).warn(
      { apiKey: 'abcdef', nested: { password: 'abcdef' } },
      'token=abcdef0123 given',
    )
    expect(readFileSync(home.log('2026-01-31'), 'utf8')).to.not.contain('abcdef')
  })

  it('keeps every event of a run in a file of its own', () => {
    const sink = runWriter(home)
    events.forEach(sink.listen)
    expect(lines(home.run('r-1'))).to.deep.equal(events.map((event) => redact(event)))
    expect(statSync(home.run('r-1')).mode & 0o777).to.equal(0o600)
  })

  it('never stops a run: a folder that is gone silences it', async () => {
    await rm(home.root, { recursive: true })
    const sinks = [logSink(openLog({ home, now }, { correlation_id: 'c' })), runWriter(home)]
    for (const sink of sinks) events.forEach(sink.listen)
  })
})

describe('app/redact', () => {
  const texts: readonly (readonly [text: string, shown: string])[] = [
    ['AKIAIOSFODNN7EXAMPLE was used', '[secret] was used'],
    ['password: "hunter22"', 'password: "[secret]"'],
    ['postgres://n8n:hunter22@db/n8n', 'postgres://n8n:[secret]@db/n8n'],
    ['Authorization: Bearer abcdefgh.ijkl', 'Authorization: Bearer [secret]'],
    ['vpc-0a1b2c3d was made', 'vpc-0a1b2c3d was made'],
    ['node secrets: 5 values', 'node secrets: 5 values'],
  ]
  for (const [text, shown] of texts) it(shown, () => expect(redactText(text)).to.equal(shown))

  it('covers texts under telling names and leaves the rest', () => {
    expect(
      redact({
        clientToken: 'x',
        versions: { 'n8n/encryption-key': 1 },
        list: [{ secret: 'y' }],
        ok: true,
        none: null,
      }),
    ).to.deep.equal({
      clientToken: '[secret]',
      versions: { 'n8n/encryption-key': 1 },
      list: [{ secret: '[secret]' }],
      ok: true,
      none: null,
    })
  })
})
