// Backups by the real scripts: what is in one, that a torn or a changed one is refused, and that a restore puts all of
// it back, or leaves what was there.
import { expect } from 'chai'
import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerOf } from '@geuse/instance-contract'
import { FakeInstance, files, parameters, plan, skipWithoutJq, whereJqIs } from './fake-instance.test.js'

function script(text: string) {
  return { mode: '0755', text: `#!/bin/bash\nset -e\n${text}\n` }
}

const key = 'my-stack-0abc-1234abcd'
const secret = '5a'.repeat(32)
const points = 'var/lib/geusemaker/vectors/storage/points'
const rows = 'mnt/efs/db/data/rows'
const home = 'mnt/efs/web/home/config'

/** A database that is dumped, vectors on the disk, and files. */
const hooks = [
  { path: 'scripts/db/hook.backup', ...script('cat "$GM_ROOT/mnt/efs/db/data/rows" >"$GM_CHECKPOINT/dump"') },
  {
    path: 'scripts/db/hook.restore',
    ...script(
      '[[ -z $(ls -A "$GM_ROOT/mnt/efs/db/data") ]]; cat "$GM_CHECKPOINT/dump" >"$GM_ROOT/mnt/efs/db/data/rows"',
    ),
  },
  { path: 'scripts/db/hook.verify', ...script('! grep -q unreadable "$GM_CHECKPOINT/dump"') },
  { path: 'scripts/vectors/hook.checkpoint', ...script('cp "$GM_DATA/storage/points" "$GM_CHECKPOINT/points"') },
  {
    path: 'scripts/vectors/hook.restore',
    ...script('[[ ! -e $FAKE/broken ]]; cp "$GM_CHECKPOINT/points" "$GM_DATA/storage/points"'),
  },
]
const change = {
  steps: [
    { kind: 'up', containers: ['db', 'vectors'] },
    { kind: 'up', containers: ['web'] },
  ],
  hooks: [
    { service: 'db', hook: 'backup', script: 'db/hook.backup' },
    { service: 'db', hook: 'restore', script: 'db/hook.restore' },
    { service: 'db', hook: 'verify', script: 'db/hook.verify' },
    { service: 'vectors', hook: 'checkpoint', script: 'vectors/hook.checkpoint', rpo: 900 },
    { service: 'vectors', hook: 'restore', script: 'vectors/hook.restore' },
  ],
  directories: [
    ...plan.directories,
    { path: '/mnt/efs/web/home', uid: 1000, mode: 0o750 },
    { path: '/var/lib/geusemaker/vectors/storage', uid: 0, mode: 0o700 },
  ],
} satisfies ConstructorParameters<typeof FakeInstance>[0]

describe(`backups${whereJqIs}`, function () {
  this.timeout(60_000)
  before(skipWithoutJq)
  let instance: FakeInstance
  beforeEach(() => {
    instance = new FakeInstance(change, [...files, ...hooks])
    instance.store({ ...parameters, [`backups/${key}/key`]: secret })
    instance.boot()
    fill('one')
  })
  afterEach(() => instance.remove())

  const write = (path: string, text: string) => writeFileSync(join(instance.root, path), text)
  const fill = (text: string) => [rows, home, points].forEach((path) => write(path, text))
  const there = () => [rows, home, points].map((path) => instance.read(path))
  const folder = (id: string) => join('mnt/efs/.geusemaker/backups', id)
  const ids = () => instance.ask('backups').backups.map(({ id }) => id)

  /** Does what systemd was asked to do. */
  const work = (environment: Readonly<Record<string, string>> = {}): NonNullable<AnswerOf<'backups'>['work']> => {
    const asked = instance.calls().findLast((call) => call.startsWith('systemd-run ') && call.includes('gm-backup do'))
    const words = (asked ?? '').split('gm-backup ')[1]?.trimEnd() ?? ''
    instance.command(`exec /opt/geusemaker/current/gm-backup ${words}`, environment)
    const { work: told } = instance.ask('backups')
    if (told === null) throw new Error('nothing was begun')
    return told
  }
  const backUp = (args: { readonly keep?: number; readonly days?: number } = {}) => {
    const { id } = instance.ask('backup', {}, { key, ...args })
    expect(work()).to.include({ what: 'backup', id, state: 'ok', reason: null })
    return id
  }
  const verified = (id: string) => {
    instance.ask('verify', {}, { id })
    return work()
  }
  const restored = (id: string, environment: Readonly<Record<string, string>> = {}, foreign: 'yes' | 'no' = 'no') => {
    instance.ask('recover', {}, { id, key, foreign })
    return work(environment)
  }
  const manifest = (id: string) => instance.read(join(folder(id), 'manifest.tsv')) ?? ''

  it('are folders of encrypted parts with a manifest, and are told with what is in them', () => {
    const id = backUp()
    expect(readdirSync(join(instance.root, folder(id)))).to.have.members([
      'manifest.tsv',
      'db.part',
      'vectors.part',
      'web.part',
    ])
    const part = readFileSync(join(instance.root, folder(id), 'web.part'))
    expect(part.subarray(0, 8).toString()).to.equal('Salted__')
    expect(part.includes('one')).to.equal(false)
    expect(manifest(id)).not.to.contain(secret)
    const [told] = instance.ask('backups').backups
    expect(told).to.deep.include({ id, stack: 'my-stack', stackId: '0abc', key, torn: false })
    expect(told?.services).to.deep.equal([
      { service: 'db', format: 'Db 2', images: 'db:2' },
      { service: 'vectors', format: null, images: null },
      { service: 'web', format: null, images: 'web:1' },
    ])
    expect(told?.bytes).to.be.greaterThan(100)
    expect(instance.calls().some((call) => call.includes(secret))).to.equal(false)
  })

  it('are authenticated as RFC 4231 has it for a key of 32 bytes', () => {
    // Node's own HMAC, over the same lines.
    const id = backUp()
    const lines = manifest(id).split('\n')
    const mac = lines.at(-2)?.split('\t')[1]
    const text = `${lines.slice(0, -2).join('\n')}\n`
    expect(mac).to.equal(hmac(text))
  })

  it('are told with which images opened the data since, each once', () => {
    const rows = () => instance.ask('backups').opened.map(({ service, images }) => [service, images])
    expect(rows()).to.deep.equal([
      ['db', 'db:2'],
      ['web', 'web:1'],
    ])
    instance.boot()
    expect(rows()).to.have.length(2)
    const table = join(instance.bundle, 'plan/services.tsv')
    writeFileSync(table, readFileSync(table, 'utf8').replace('web:1', 'web:2'))
    instance.boot()
    expect(rows().slice(2)).to.deep.equal([['web', 'web:2']])
  })

  it('can be verified, which changes nothing', () => {
    const id = backUp()
    fill('two')
    expect(verified(id)).to.include({ what: 'verify', state: 'ok' })
    expect(there()).to.deep.equal(['two', 'two', 'two'])
    expect(existsSync(join(instance.root, 'mnt/efs/.geusemaker/staging'))).to.equal(false)
  })

  for (const [what, harm, reason] of [
    ['a part that is cut off', (path: string) => writeFileSync(join(path, 'db.part'), 'x'), /torn: the part db is not/],
    ['a part that is changed', flip('web.part'), /torn: the part web has another checksum/],
    ['a manifest that is cut off', (path: string) => writeFileSync(join(path, 'manifest.tsv'), 'format\t1\n'), /torn/],
    ['a manifest that is changed', edit('my-stack', 'my-other'), /was changed, or is of another key/],
    ['another format', edit('format\t1', 'format\t2'), /is of format 2/],
  ] as const) {
    it(`refuse ${what}, and nothing is touched`, () => {
      const id = backUp()
      fill('two')
      harm(join(instance.root, folder(id)))
      const before = instance.calls().length
      expect(verified(id)).to.include({ state: 'failed' }).and.property('reason').match(reason)
      expect(restored(id)).to.include({ state: 'failed' }).and.property('reason').match(reason)
      expect(there()).to.deep.equal(['two', 'two', 'two'])
      expect(
        instance
          .calls()
          .slice(before)
          .filter((call) => / (down|stop|up) /.test(call)),
      ).to.deep.equal([])
    })
  }

  it('refuse data that the service itself cannot read', () => {
    write(rows, 'unreadable')
    const id = backUp()
    fill('two')
    expect(restored(id).reason).to.equal(`db cannot read its part of ${id}`)
    expect(there()).to.deep.equal(['two', 'two', 'two'])
  })

  it('refuse what is too large for the disk', () => {
    const id = backUp()
    fill('two')
    const grown = manifest(id).replace(/(part\tvectors\t\d+\t)\d+/, '$19000000000000000')
    const body = grown.replace(/mac\t.*\n$/, '')
    write(join(folder(id), 'manifest.tsv'), `${body}mac\t${hmac(body)}\n`)
    expect(restored(id).reason).to.match(/^the backup needs 9000000000000000 bytes on the instance's disk, and \d+ are/)
    expect(there()).to.deep.equal(['two', 'two', 'two'])
  })

  it('refuse another stack that was not named', () => {
    const id = backUp()
    const body = manifest(id)
      .replace('stack_id\t0abc', 'stack_id\t0def')
      .replace(/mac\t.*\n$/, '')
    write(join(folder(id), 'manifest.tsv'), `${body}mac\t${hmac(body)}\n`)
    expect(restored(id).reason).to.equal('the backup is of another stack, my-stack')
    expect(restored(id, {}, 'yes').state).to.equal('ok')
  })

  it('put everything back, and what was there is a backup of its own', () => {
    const id = backUp()
    fill('two')
    expect(restored(id)).to.include({ what: 'recover', state: 'ok' })
    expect(there()).to.deep.equal(['one', 'one', 'one'])
    expect(instance.ask('status').state).to.equal('ready')
    const before = ids().filter((one) => one !== id)
    expect(before).to.have.length(1)
    expect(restored(before[0] ?? '')).to.include({ state: 'ok' })
    expect(there()).to.deep.equal(['two', 'two', 'two'])
    expect(readdirSync(join(instance.root, 'mnt/efs/.geusemaker'))).not.to.include.members(['replaced', 'recovering'])
  })

  it('close the door and stop whoever writes before what is there is copied', () => {
    const id = backUp()
    const before = instance.calls().length
    restored(id)
    const calls = instance.calls().slice(before)
    const order = [/ stop .* edge$/, / stop .* web $/, / down /, / up .*web$/, / up .*edge$/].map((each) =>
      calls.findIndex((call) => each.test(`${call.trimEnd()}${each.source.includes('web $') ? ' ' : ''}`)),
    )
    expect(order).to.deep.equal([...order].sort((a, b) => a - b))
    expect(order[0]).to.be.at.least(0)
  })

  it('go back to what was there when one cannot be put back', () => {
    const id = backUp()
    fill('two')
    // It cannot be put back, so neither can what was on the disk: the files are as they were.
    const once = `#!/bin/bash\nset -e\n[[ ! -e $FAKE/once ]] || { rm "$FAKE/once"; exit 3; }
cp "$GM_CHECKPOINT/points" "$GM_DATA/storage/points"\n`
    writeFileSync(join(instance.bundle, 'scripts/vectors/hook.restore'), once)
    write('once', '')
    expect(restored(id).reason).to.equal('vectors could not be restored: what was there before is there again')
    expect(there()).to.deep.equal(['two', 'two', 'two'])
    expect(instance.ask('status').state).to.equal('ready')
  })

  it('go back to what was there when the services do not start with it', () => {
    const id = backUp()
    fill('two')
    const told = restored(id, { FAKE_FAIL: 'up .* web$' })
    expect(told.reason).to.match(/^the services did not start with it \(services: not healthy: web\): what was there/)
    expect(there()).to.deep.equal(['two', 'two', 'two'])
  })

  it('go back at the next boot when the instance ends in the middle', () => {
    const id = backUp()
    fill('two')
    const dies = `#!/bin/bash\n[[ ! -e $FAKE/dies ]] || { rm "$FAKE/dies"; kill -9 "$(cat "$FAKE/pid")" $PPID; sleep 1; }
cp "$GM_CHECKPOINT/points" "$GM_DATA/storage/points"\n`
    writeFileSync(join(instance.bundle, 'scripts/vectors/hook.restore'), dies)
    write('dies', '')
    instance.ask('recover', {}, { id, key })
    const asked = instance.calls().findLast((call) => call.includes('gm-backup do recover')) ?? ''
    const words = (asked.split('gm-backup ')[1] ?? '').replace('do recover', 'do inner-recover')
    instance.command(`printf %s $$ >"$FAKE/pid"; exec /opt/geusemaker/current/gm-backup ${words}`)
    expect(instance.read(rows)).to.equal('one')
    expect(existsSync(join(instance.root, 'mnt/efs/.geusemaker/recovering'))).to.equal(true)
    expect(instance.boot().status.state).to.equal('ready')
    expect(there()).to.deep.equal(['two', 'two', 'two'])
  })

  it('are put back from what was brought, which is gone afterwards, however it ends', () => {
    const id = backUp()
    const incoming = join(instance.root, 'mnt/efs/.geusemaker/incoming')
    mkdirSync(incoming, { recursive: true })
    renameSync(join(instance.root, folder(id)), join(incoming, id))
    fill('two')
    instance.ask('recover', {}, { id, key, from: 'incoming' })
    expect(work()).to.include({ id, state: 'ok', reason: null })
    expect(there()).to.deep.equal(['one', 'one', 'one'])
    expect(existsSync(incoming)).to.equal(false)
    mkdirSync(join(incoming, id), { recursive: true })
    instance.ask('verify', {}, { id, from: 'incoming' })
    expect(work()).to.include({ state: 'failed' })
    expect(existsSync(incoming)).to.equal(false)
    expect(there()).to.deep.equal(['one', 'one', 'one'])
  })

  it('are pruned by number and by age, and the newest stays', () => {
    for (const year of ['2020', '2021', '2022', '2023']) {
      mkdirSync(join(instance.root, folder(`${year}0101T000000Z`)), { recursive: true })
    }
    const id = backUp({ keep: 3 })
    expect(ids()).to.deep.equal(['20220101T000000Z', '20230101T000000Z', id])
    expect(instance.ask('backups').backups[0]).to.include({ torn: true, stack: null })
    const next = backUp({ keep: 9, days: 30 })
    expect(ids()).to.deep.equal([id, next])
  })

  it('say which service could not be copied, and leave nothing', () => {
    writeFileSync(join(instance.bundle, 'scripts/db/hook.backup'), '#!/bin/bash\nexit 3\n')
    instance.ask('backup', {}, { key })
    expect(work()).to.include({ state: 'failed', reason: 'db could not be copied' })
    expect(ids()).to.deep.equal([])
  })

  it('are asked for again while they are made: that tells of the same one', () => {
    const { id } = instance.ask('backup', {}, { key })
    expect(instance.ask('backup', {}, { key })).to.deep.equal({ id })
    expect(instance.calls().filter((call) => call.startsWith('systemd-run '))).to.have.length(1)
    const other = instance.command(`exec /opt/geusemaker/current/gmctl verify --id=${id}`)
    expect(other.status).to.equal(1)
    expect(other.stderr).to.match(/a backup of this stack is under way\n$/)
    expect(work()).to.include({ what: 'backup', id, state: 'ok' })
    instance.ask('verify', {}, { id })
    expect(instance.ask('verify', {}, { id })).to.deep.equal({ id })
    const twice = instance.command('exec /opt/geusemaker/current/gmctl verify --id=20200101T000000Z')
    expect(twice.stderr).to.match(/a verify of this stack is under way\n$/)
    expect(work()).to.include({ what: 'verify', id, state: 'ok' })
  })

  it('are one at a time, and say so', () => {
    const lock = join(instance.root, 'var/lib/geusemaker/boot/lock.backup')
    const { status, stderr } = instance.command(
      `exec 5>${lock}; flock 5; /opt/geusemaker/current/gmctl backup --key=${key} 5>&-`,
    )
    expect(status).to.equal(1)
    expect(stderr).to.contain('a backup or a restore of this stack is under way')
  })

  it('that were cut off are told as failed', () => {
    instance.ask('backup', {}, { key })
    const record = 'var/lib/geusemaker/boot/backup'
    const old = (instance.read(record) ?? '').replace(/running\t\d+/, `running\t${Math.floor(Date.now() / 1000) - 60}`)
    write(record, old)
    expect(instance.ask('backups').work).to.include({ state: 'failed', reason: 'it was cut off' })
  })

  it('need their key', () => {
    instance.store(parameters)
    instance.ask('backup', {}, { key })
    expect(work().reason).to.match(/^the key my-stack-0abc-1234abcd of the backup is not below/)
  })

  it('open what is put back with the keys that it was closed with', () => {
    instance.store({
      ...parameters,
      [`backups/${key}/key`]: secret,
      [`backups/${key}/web/db`]: 'Its2password',
    })
    const id = backUp()
    restored(id)
    expect(instance.read('run/geusemaker/secrets/web/db')).to.equal('Its2password')
    expect(instance.read('run/geusemaker/files/web/conf.json')).to.contain('Its2password')
    expect(instance.read('run/geusemaker/secrets/db/password')).to.equal(parameters['db/password'])
  })
})

function flip(name: string) {
  return (path: string) => {
    const bytes = readFileSync(join(path, name))
    bytes[20] = (bytes[20] ?? 0) ^ 1
    writeFileSync(join(path, name), bytes)
  }
}

function edit(from: string, to: string) {
  return (path: string) => {
    const file = join(path, 'manifest.tsv')
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  }
}

function hmac(text: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(text).digest('hex')
}
