// Another bundle on a living instance: unpacked beside the one in force, checked, booted; and gone back from.
import { expect } from 'chai'
import { existsSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan, PlanRow } from '@geuse/instance-contract'
import { makeBundle, type Bundle, type BundleFile } from './bundle.js'
import { FakeInstance, files, plan } from './fake-instance.test.js'
import { questionOf } from './instance.js'
import { planFiles } from './plan-files.js'
import { packBundle } from './user-data.js'

describe('apply', function () {
  this.timeout(60_000)
  let instance: FakeInstance
  let before: string
  beforeEach(() => {
    instance = new FakeInstance()
    before = instance.bundle.split('/').at(-1) ?? ''
    instance.boot()
  })
  afterEach(() => instance.remove())

  const bundleWith = (change: Partial<Plan>, own: readonly BundleFile[] = files) =>
    makeBundle([...own, ...planFiles({ ...plan, ...change })])
  const apply = (bundle: Bundle) => {
    instance.keep(packBundle(bundle).parts)
    return instance.ask('apply', {}, { digest: bundle.sha256 })
  }
  const current = () => readlinkSync(join(instance.root, 'opt/geusemaker/current'))
  const probe: PlanRow<'probes'> = {
    service: 'web',
    kind: 'http',
    port: 1,
    path: '/',
    seconds: 1,
    critical: true,
    command: [],
  }

  it('puts a bundle in the place of the one in force, which stays, and boots it outside of the command', () => {
    const next = bundleWith({ probes: [probe] })
    expect(apply(next)).to.deep.equal({ hash: next.hash, previous: before })
    expect(current()).to.equal(next.hash)
    expect(instance.read(`opt/geusemaker/${next.hash}/plan/probes.tsv`)).to.equal('web\thttp\t-\t1\t/\t1\tcritical\n')
    expect(existsSync(instance.bundle)).to.equal(true)
    expect(instance.calls().at(-1)).to.match(new RegExp(`^systemd-run .*/${next.hash}/gm-boot$`))
    expect(instance.ask('status').apply).to.deep.equal({ from: before, to: next.hash, state: 'applying', reason: null })
    expect(instance.bootCurrent().status).to.deep.include({ state: 'ready', bundle: next.hash })
    expect(instance.ask('status').apply?.state).to.equal('applied')
  })

  it('starts those anew whose files changed beneath them, and ends those that are no more', () => {
    const other = files.map((file) =>
      file.path.startsWith('templates') ? { ...file, text: '{"other": "@@web/db@@"}\n' } : file,
    )
    apply(bundleWith({}, other))
    const since = instance.calls().length
    instance.bootCurrent()
    const ups = instance
      .calls()
      .slice(since)
      .filter((call) => call.includes(' up '))
    expect(ups.filter((call) => call.includes('--force-recreate')).map((call) => call.split(' ').at(-1))).to.deep.equal(
      ['web'],
    )
    expect(ups.at(-1)).to.match(/ up --detach --remove-orphans --wait --wait-timeout 900 edge$/)
  })

  it('goes back by itself when the new bundle does not come up, and says why', () => {
    const broken = files.map((file) =>
      file.path === 'scripts/web/owner' ? { ...file, text: '#!/bin/bash\nexit 7\n' } : file,
    )
    const next = bundleWith({}, broken)
    apply(next)
    const { status } = instance.bootCurrent()
    expect(status).to.deep.include({ state: 'ready', bundle: before })
    expect(status.apply).to.deep.equal({
      from: before,
      to: next.hash,
      state: 'failed',
      reason: 'the job owner of web did not succeed',
    })
    expect(current()).to.equal(before)
  })

  it('changes nothing for a bundle that is not what it says, or that came in part', () => {
    const next = bundleWith({ probes: [probe] })
    const [first = '', ...others] = packBundle(next).parts
    for (const [sha256, parts] of [
      ['0123456789abcdef'.repeat(4), [first, ...others]],
      [next.sha256, [first.slice(0, -400), ...others]],
      [next.sha256, others],
      [next.sha256, ['AAAA']],
      [next.sha256, packBundle(bundleWith({ images: [] })).parts],
    ] as const) {
      instance.keep(parts)
      const { status, stdout } = instance.command(questionOf('apply', { digest: sha256 }))
      expect([status === 0, stdout]).to.deep.equal([false, ''])
    }
    expect(current()).to.equal(before)
    expect(existsSync(join(instance.root, 'opt/geusemaker', next.hash))).to.equal(false)
    expect(instance.calls().some((call) => call.startsWith('systemd-run'))).to.equal(false)
  })

  it('has nothing to do for the bundle in force', () => {
    const same = bundleWith({})
    expect(apply(same)).to.deep.equal({ hash: before, previous: null })
    expect(instance.calls().some((call) => call.startsWith('systemd-run'))).to.equal(false)
  })
})
