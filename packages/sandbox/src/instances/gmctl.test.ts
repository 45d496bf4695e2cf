// What gmctl answers, and to whom.
import { expect } from 'chai'
import { verbs } from '@geuse/instance-contract'
import { goodFiles } from '../testing/bundle.js'
import { BootRecord } from './boot-record.js'
import { type Inside, runGmctl } from './gmctl.js'

const id = '20261129T183000Z'

function inside(record = new BootRecord(), bootAgain = () => undefined): Inside {
  return {
    bootAgain,
    data: {
      lease: () => ({ generation: 3, holder: 'i-1', since: 'now' }),
      checkpoints: () => [],
      make: () => undefined,
      restore: (service, id) => (service === 'qdrant' ? (id ?? '00000003-20260101T000000Z') : undefined),
      applied: null,
      notice: null,
    },
    backups: {
      make: () => ({ id }),
      tell: () => ({ backups: [], opened: [], work: null }),
      verify: () => ({ id }),
      recover: () => ({ id }),
      transfer: async () => ({ port: 1, token: '' }),
    },
    drain: () => undefined,
    apply: async (sha256) => (sha256 === '0123456789abcdef'.repeat(4) ? undefined : `the bundle is not ${sha256}`),
    bundle: { hash: 'abc', files: goodFiles({ account: '1', fileSystemId: 'fs-1', address: '203.0.113.7' }) },
    record,
    unhealthy: [],
    output: {},
    now: 0,
  }
}

const script = '#!/bin/bash\nexec /opt/geusemaker/current/gmctl '

describe('runGmctl', () => {
  it('tells how far the boot has come', async () => {
    const record = new BootRecord()
    record.begin('egress', 0)
    record.pass(1500)
    record.begin('mount', 2000)
    const status = JSON.parse((await runGmctl(`${script}status\n`, inside(record))).stdout) as object
    expect(status).to.deep.include({
      stack: 'shop',
      bundle: 'abc',
      state: 'booting',
      phase: 'mount',
      reason: null,
      log: ['gm-boot: egress ok 1500ms'],
    })
    expect(status).to.have.nested.property('phases[0].outcome', 'ok')
  })

  it('tells why it failed', async () => {
    const record = new BootRecord()
    record.begin('secrets', 0)
    record.fail(10, 'parameters missing')
    expect(JSON.parse((await runGmctl(`${script}status`, inside(record))).stdout)).to.include({
      state: 'failed',
      phase: 'secrets',
      reason: 'parameters missing',
    })
  })

  it('begins a boot again that has failed, and no other', async () => {
    const begun: string[] = []
    const failed = new BootRecord()
    failed.begin('mount', 0)
    failed.fail(10, 'no mount target')
    for (const record of [new BootRecord(), failed]) {
      const { stdout } = await runGmctl(
        `${script}boot`,
        inside(record, () => void begun.push(record.state)),
      )
      expect(JSON.parse(stdout)).to.deep.equal({ begun: true })
    }
    expect(begun).to.deep.equal(['failed'])
  })

  it('has healthy services only after a good boot', async () => {
    const before = JSON.parse((await runGmctl(`${script}health`, inside())).stdout) as { containers: unknown[] }
    expect([before.containers, before]).to.have.nested.property('[1].probes[0].ok', false)
    expect(before.containers).to.deep.equal([])
  })

  it('refuses what a shell other than bash would run, or what is not gmctl', async () => {
    expect((await runGmctl('gmctl status', inside())).exitCode).to.equal(126)
    expect((await runGmctl('#!/bin/bash\nrm -r /', inside())).exitCode).to.equal(126)
  })

  it('refuses verbs and arguments that it does not know, as the script does', async () => {
    for (const words of [
      'restore',
      'destroy',
      'health --lines=3',
      'status --lines=x',
      'status --lines=61',
      'logs --cursor=x',
      'apply --digest=1',
    ])
      expect((await runGmctl(script + words, inside())).exitCode, words).to.equal(64)
  })

  it('tells the boot log in chunks that leave out nothing and repeat nothing', async () => {
    const record = new BootRecord()
    const lines = Array.from({ length: 900 }, (_, index) => `line ${index} ${'x'.repeat(80)}`)
    for (const line of lines) record.say(line)
    const told: string[] = []
    let cursor = ''
    for (let more = true; more;) {
      const { stdout } = await runGmctl(`${script}logs${cursor && ` --cursor=${cursor}`}`, inside(record))
      expect(stdout.length).to.be.lessThan(24_000)
      const chunk = verbs.logs.answer.parse(JSON.parse(stdout))
      told.push(...chunk.entries.map(({ text }) => text))
      ;({ cursor, more } = chunk)
    }
    expect(told).to.deep.equal(lines)
  })

  it('restores what there is, and says what it cannot do', async () => {
    expect(JSON.parse((await runGmctl(`${script}restore --service=qdrant`, inside())).stdout)).to.deep.equal({
      service: 'qdrant',
      id: '00000003-20260101T000000Z',
    })
    expect(await runGmctl(`${script}restore --service=ollama`, inside())).to.include({ exitCode: 1, stdout: '' })
    const ready = new BootRecord()
    ready.state = 'ready'
    expect((await runGmctl(`${script}apply --digest=${'0'.repeat(64)}`, inside(ready))).stderr).to.contain(
      'is not 0000',
    )
    expect(
      JSON.parse((await runGmctl(`${script}apply --digest=${'0123456789abcdef'.repeat(4)}`, inside(ready))).stdout),
    ).to.deep.equal({ hash: '0123456789abcdef', previous: null })
  })

  it('gives as many lines of the log as are asked for', async () => {
    const record = new BootRecord()
    for (const line of ['one', 'two', 'three']) record.say(line)
    const log = async (lines: number) =>
      (JSON.parse((await runGmctl(`${script}status --lines=${lines}`, inside(record))).stdout) as { log: string[] }).log
    expect([await log(2), await log(0)]).to.deep.equal([['two', 'three'], []])
  })

  it('calls the phase before the first one null, and the one after the last ready', async () => {
    const phaseOf = async (record: BootRecord) =>
      (JSON.parse((await runGmctl(`${script}status`, inside(record))).stdout) as { phase: string | null }).phase
    const ready = new BootRecord()
    ready.begin('edge', 0)
    ready.pass(1)
    ready.state = 'ready'
    expect([await phaseOf(new BootRecord()), await phaseOf(ready)]).to.deep.equal([null, 'ready'])
  })

  it('cannot be run where the bundle has none', async () => {
    const bare = inside()
    expect((await runGmctl(`${script}status`, { ...bare, bundle: { hash: '', files: new Map() } })).exitCode).to.equal(
      127,
    )
  })
})
