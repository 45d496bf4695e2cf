// How an instance leaves: in order, with its data copied, its lease given back, and its reason recorded.
import { expect } from 'chai'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FakeInstance, files, plan } from './fake-instance.test.js'

const lease = 'mnt/efs/.geusemaker/lease'
function hook(name: string, text: string) {
  return {
    path: `scripts/${name}`,
    mode: '0755',
    text: `#!/bin/bash\nprintf '${name}\\n' >>"$FAKE/calls"\n${text}\n`,
  }
}

describe('a drain', function () {
  this.timeout(60_000)
  let instance: FakeInstance
  beforeEach(() => {
    instance = new FakeInstance(
      {
        hooks: [
          { service: 'vectors', hook: 'checkpoint', script: 'vectors/copy', rpo: 900 },
          { service: 'vectors', hook: 'restore', script: 'vectors/back' },
          { service: 'web', hook: 'drain', script: 'web/calm' },
        ],
        steps: [
          { kind: 'up', containers: ['db'] },
          { kind: 'up?', containers: ['vectors'] },
          { kind: 'run', containers: ['db-for-web-db'] },
          { kind: 'up', containers: ['web', 'web-runners'] },
        ],
        directories: [...plan.directories, { path: '/var/lib/geusemaker/vectors/storage', uid: 0, mode: 0o700 }],
      },
      [...files, hook('vectors/copy', 'touch "$GM_CHECKPOINT/x"'), hook('vectors/back', ''), hook('web/calm', '')],
    )
    instance.boot()
  })
  afterEach(() => instance.remove())

  const since = (before: number) =>
    instance
      .calls()
      .slice(before)
      .flatMap((call) => / stop --timeout \d+ (.*)$/.exec(call)?.[1] ?? /^\w+\/\w+$/.exec(call)?.[0] ?? [])

  it('closes the door, then stops what writes before what it writes to, each copied before it stops', () => {
    while (instance.read('var/lib/geusemaker/vectors/generation') === undefined) instance.ask('status')
    const before = instance.calls().length
    const { drained, checkpoints } = instance.ask('drain')
    expect(drained).to.equal(true)
    expect(since(before)).to.deep.equal(['edge', 'web/calm', 'web web-runners', 'vectors/copy', 'vectors', 'db'])
    expect(checkpoints[0]).to.include({ service: 'vectors', error: null })
    expect(instance.ask('status')).to.include({ state: 'drained', phase: 'drained', reason: 'asked' })
    expect(instance.calls().findLast((call) => call.includes('geusemaker:phase'))).to.contain('Value=drained')
  })

  it('gives the data back: another instance takes it without a question', () => {
    instance.ask('drain')
    expect(instance.read(join(lease, '00000002'))).to.match(/^-\t/)
    const other = new FakeInstance()
    other.shareFiles(instance)
    const { status, calls } = other.boot({ FAKE_ID: 'i-0new' })
    other.remove()
    expect(status.state).to.equal('ready')
    expect(calls.filter((call) => call.includes('describe-instances'))).to.deep.equal([])
  })

  it('is done once', () => {
    instance.ask('drain')
    const before = instance.calls().length
    expect(instance.ask('drain').drained).to.equal(true)
    expect(since(before)).to.deep.equal([])
    expect(readdirSync(join(instance.root, lease))).to.deep.equal(['00000001', '00000002'])
  })

  it('is over with the next boot', () => {
    instance.ask('drain')
    expect(instance.boot().status).to.include({ state: 'ready', reason: null })
    expect(instance.ask('status').lease).to.include({ generation: 3, holder: 'i-0abc' })
  })

  it('is what a stop and a reboot of the instance begin with', () => {
    expect(instance.read('etc/systemd/system/geusemaker-watch.service')).to.match(
      /^After=.*docker.service mnt-efs.mount$[^]*^ExecStop=.*-z \$\$MAINPID.*\/opt\/geusemaker\/current\/gmctl drain --cause=stop/m,
    )
    expect(instance.calls()).to.include('systemctl start --no-block geusemaker-watch.service')
  })

  it('follows the notice of an interruption, which is recorded for whoever comes next', () => {
    const notice = '{"action": "terminate", "time": "2026-01-01T00:02:00Z"}'
    instance.watch(1, { FAKE_SPOT: notice })
    while (instance.ask('status').state !== 'drained') instance.watch(1)
    const { notice: told, reason } = instance.ask('status')
    expect(told).to.include({ kind: 'interruption', what: 'terminate', at: '2026-01-01T00:02:00Z' })
    expect(reason).to.equal('interruption')
    expect(instance.read('mnt/efs/.geusemaker/notices.tsv')).to.match(
      /^i-0abc\tinterruption\t\S+Z\tterminate\t2026-01-01T00:02:00Z\n$/,
    )
    const tag = 'Key=geusemaker:notice,Value=interruption:terminate:2026-01-01T00:02:00Z'
    expect(instance.calls().filter((call) => call.includes(tag))).to.have.length(1)
  })

  it('does not follow a recommendation to rebalance, which is worth a checkpoint', () => {
    instance.watch(1, { FAKE_REBALANCE: '{"noticeTime": "2026-01-01T00:00:00Z"}' })
    while (!instance.calls().includes('vectors/copy')) instance.watch(1)
    expect(instance.ask('status')).to.deep.include({ state: 'ready' })
    expect(instance.ask('status').notice).to.include({ kind: 'rebalance', at: '2026-01-01T00:00:00Z' })
  })

  it('takes nothing from a notice but what a notice holds', () => {
    instance.watch(1, { FAKE_SPOT: '{"action": "$(touch pwned)\\u0007", "time": "x\ty"}' })
    while (instance.ask('status').state !== 'drained') instance.watch(1)
    expect(instance.ask('status').notice).to.include({ kind: 'interruption', what: null, at: null })
  })
})
