// Checkpoints of what is on a disk: whole or not at all, the newest whole one restored before a service starts, and
// never one of an instance that has lost the data.
import { expect } from 'chai'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FakeInstance, files, plan } from './fake-instance.test.js'

function script(text: string) {
  return { mode: '0755', text: `#!/bin/bash\nset -e\n${text}\n` }
}
const data = 'var/lib/geusemaker/vectors/storage'
const folder = 'mnt/efs/.geusemaker/checkpoints/vectors'

/** Copies its only file; fails where the test says so. */
const hooks = [
  {
    path: 'scripts/vectors/hook.checkpoint',
    ...script(`[[ ! -e $FAKE/broken ]] || { echo 'no \x1b[31mspace' >&2; exit 3; }
      cp "$GM_DATA/storage/points" "$GM_CHECKPOINT/points"; [[ ! -x $FAKE/meanwhile ]] || "$FAKE/meanwhile"`),
  },
  {
    path: 'scripts/vectors/hook.restore',
    ...script(`printf 'restore %s\\n' "$COMPOSE_PROJECT_NAME" >>"$FAKE/calls"
      mkdir -p "$GM_DATA/storage"; cp "$GM_CHECKPOINT/points" "$GM_DATA/storage/points"`),
  },
]
const change = {
  steps: [
    { kind: 'up', containers: ['vectors'] },
    { kind: 'up', containers: ['web'] },
  ],
  hooks: [
    { service: 'vectors', hook: 'checkpoint', script: 'vectors/hook.checkpoint', rpo: 900 },
    { service: 'vectors', hook: 'restore', script: 'vectors/hook.restore' },
  ],
  directories: [...plan.directories, { path: `/${data}`, uid: 0, mode: 0o700 }],
} satisfies ConstructorParameters<typeof FakeInstance>[0]

describe('checkpoints', function () {
  this.timeout(60_000)
  let first: FakeInstance
  let second: FakeInstance
  beforeEach(() => {
    first = new FakeInstance(change, [...files, ...hooks])
    second = new FakeInstance(change, [...files, ...hooks])
    second.shareFiles(first)
  })
  afterEach(() => [first, second].forEach((instance) => instance.remove()))

  const put = (instance: FakeInstance, points: string) => writeFileSync(join(instance.root, data, 'points'), points)
  const ids = () => (existsSync(join(first.root, folder)) ? readdirSync(join(first.root, folder)) : [])
  const bootSecond = () => second.boot({ FAKE_ID: 'i-0new', FAKE_STATE: 'terminated' })
  const checkpoint = (instance: FakeInstance) => instance.ask('checkpoint').checkpoints[0]

  it('are folders with a manifest, named by generation and time, and told with their age', () => {
    first.boot()
    put(first, 'one')
    const told = checkpoint(first)
    expect(ids()).to.deep.equal([told?.id])
    expect(told?.id).to.match(/^00000001-\d{8}T\d{6}Z$/)
    expect(told).to.include({ service: 'vectors', rpoSeconds: 900, error: null, restored: null })
    expect(Date.now() - Date.parse(told?.at ?? '')).to.be.within(-1000, 60_000)
    expect(first.read(join(folder, told?.id ?? '', 'points'))).to.equal('one')
    expect(first.read(join(folder, told?.id ?? '', 'manifest.tsv'))).to.match(
      /^service\tvectors\ngeneration\t1\nat\t\S+Z\nbytes\t\d+\nsha256\t[0-9a-f]{64}\n$/,
    )
    expect(first.ask('status').checkpoints[0]).to.deep.equal(told)
  })

  it('are restored on another instance before the service starts', () => {
    first.boot()
    put(first, 'one')
    const id = checkpoint(first)?.id
    const { status, calls } = bootSecond()
    expect(status.state).to.equal('ready')
    expect(second.read(`${data}/points`)).to.equal('one')
    expect(calls.indexOf('restore geusemaker')).to.be.within(
      0,
      calls.findIndex((call) => / up .*vectors$/.test(call)),
    )
    expect(status.checkpoints[0]).to.include({ id: null, restored: id })
  })

  it('leave a disk alone that nobody else has served since', () => {
    first.boot()
    put(first, 'one')
    checkpoint(first)
    put(first, 'two')
    expect(first.boot().status.state).to.equal('ready')
    expect(first.read(`${data}/points`)).to.equal('two')
  })

  it('take the place of a disk that another instance has overtaken', () => {
    first.boot()
    put(first, 'one')
    bootSecond()
    put(second, 'newer')
    checkpoint(second)
    first.boot({ FAKE_STATE: 'terminated' })
    expect(first.read(`${data}/points`)).to.equal('newer')
  })

  it('that are not whole are passed over, and half ones are not seen', () => {
    first.boot()
    put(first, 'one')
    checkpoint(first)
    for (const [name, sum] of [
      ['00000001-29991231T000000Z', '0'.repeat(64)],
      ['00000001-29991231T000001Z.part', ''],
    ] as const) {
      mkdirSync(join(first.root, folder, name))
      writeFileSync(join(first.root, folder, name, 'manifest.tsv'), `sha256\t${sum}\n`)
    }
    const { status, calls } = bootSecond()
    expect(status.state).to.equal('ready')
    expect(second.read(`${data}/points`)).to.equal('one')
    expect(calls.filter((call) => call.startsWith('restore'))).to.have.length(1)
    expect(second.read('var/lib/geusemaker/boot/boot.log')).to.contain(
      '00000001-29991231T000000Z of vectors is not whole',
    )
  })

  it('keep a service from starting on less than they hold', () => {
    first.boot()
    put(first, 'one')
    const id = checkpoint(first)?.id ?? ''
    writeFileSync(join(first.root, folder, id, 'points'), 'rotten')
    const { status, calls } = bootSecond()
    expect(status).to.include({ state: 'failed', phase: 'services', reason: 'could not be restored: vectors' })
    expect(calls.some((call) => / up .*vectors$/.test(call))).to.equal(false)
    expect(ids()).to.deep.equal([id])
  })

  it('that fail leave nothing, and are told with the reason in plain characters', () => {
    first.boot()
    put(first, 'one')
    const good = checkpoint(first)
    writeFileSync(join(first.root, 'broken'), '')
    expect(checkpoint(first)).to.deep.equal({ ...good, error: 'no  [31mspace' })
    expect(ids()).to.deep.equal([good?.id])
  })

  it('of an instance that lost the data while it made one do not count', () => {
    first.boot()
    put(first, 'stale')
    const taken = `#!/bin/bash\nprintf 'i-0new\\tnow\\tx\\n' >"$GM_ROOT/mnt/efs/.geusemaker/lease/00000002"\n`
    writeFileSync(join(first.root, 'meanwhile'), taken, { mode: 0o755 })
    expect(checkpoint(first)?.error).to.match(/not the newest any more/)
    expect(checkpoint(first)?.error).to.match(/another instance holds the data/)
    expect(ids().filter((id) => !id.endsWith('.part'))).to.deep.equal([])
  })

  it('are pruned to the newest three', () => {
    first.boot()
    put(first, 'one')
    for (const day of ['01', '02', '03']) {
      mkdirSync(join(first.root, folder, `00000000-202601${day}T000000Z`), { recursive: true })
      writeFileSync(join(first.root, folder, `00000000-202601${day}T000000Z`, 'manifest.tsv'), '')
    }
    const id = checkpoint(first)?.id
    expect(ids()).to.deep.equal(['00000000-20260102T000000Z', '00000000-20260103T000000Z', id])
  })

  it('are made by the watch when they are due, and not before', () => {
    first.boot()
    put(first, 'one')
    first.watch(1)
    while (first.ask('status').checkpoints[0]?.at === null) first.watch(1)
    const made = ids()
    expect(made).to.have.length(1)
    first.watch(2)
    expect(ids()).to.deep.equal(made)
    const record = 'var/lib/geusemaker/boot/checkpoint.vectors'
    const old = (first.read(record) ?? '').replace(/^\d+/, String(Math.floor(Date.now() / 1000) - 896))
    writeFileSync(join(first.root, record), old.replace(/\d+\t-\n$/, '0\t-\n'))
    const tried = first.read(record)
    first.watch(1)
    while (first.read(record) === tried) first.watch(1)
    expect(first.ask('status').checkpoints[0]?.at).not.to.equal(null)
    expect(Date.now() - Date.parse(first.ask('status').checkpoints[0]?.at ?? '')).to.be.lessThan(60_000)
  })

  it('can be gone back to by hand, with the service standing still meanwhile', () => {
    first.boot()
    put(first, 'one')
    const id = checkpoint(first)?.id ?? ''
    put(first, 'two')
    const before = first.calls().length
    expect(first.ask('restore', {}, { service: 'vectors', checkpoint: id })).to.deep.equal({ service: 'vectors', id })
    expect(first.read(`${data}/points`)).to.equal('one')
    const calls = first.calls().slice(before)
    const order = [/ stop vectors$/, /^restore /, / up .* vectors$/].map((each) =>
      calls.findIndex((one) => each.test(one)),
    )
    expect(order).to.deep.equal([...order].sort((a, b) => a - b))
    expect(order[0]).to.be.at.least(0)
  })
})
