// The lease of the data: one instance writes, every other one waits or refuses, and one that slept through its loss
// stops.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { FakeInstance } from './fake-instance.test.js'

const folder = 'mnt/efs/.geusemaker/lease'

describe('the lease of the data', function () {
  this.timeout(60_000)
  let first: FakeInstance
  let second: FakeInstance
  beforeEach(() => {
    first = new FakeInstance()
    second = new FakeInstance()
    second.shareFiles(first)
  })
  afterEach(() => [first, second].forEach((instance) => instance.remove()))

  const generations = () => readdirSync(join(first.root, folder))
  const holder = (generation: string) => first.read(join(folder, generation))?.split('\t')[0]
  const bootSecond = (state: string, more = {}) => second.boot({ FAKE_ID: 'i-0new', FAKE_STATE: state, ...more })

  it('is taken before anything of the data is touched', () => {
    const { status, calls } = first.boot({ FAKE_FAIL: '^systemctl start .*watch' })
    expect(status).to.include({ state: 'failed', phase: 'lease' })
    expect(generations()).to.deep.equal(['00000001'])
    expect(holder('00000001')).to.equal('i-0abc')
    expect(calls.filter((call) => /^(chown|docker compose)/.test(call))).to.deep.equal([])
  })

  it('is taken again at once by the instance that has it, as after a reboot', () => {
    first.boot()
    expect(first.boot({ FAKE_FAIL: 'describe-instances' }).status.state).to.equal('ready')
    expect(generations()).to.deep.equal(['00000001', '00000002'])
  })

  it('is refused to a second instance, which says who holds it', () => {
    first.boot()
    const { status, console } = bootSecond('running')
    expect(status).to.include({ state: 'failed', phase: 'lease' })
    const sentence =
      /i-0abc holds the data of this stack since \S+Z \(generation 1, renewed \d+ s ago\), and is running/
    expect(status.reason).to.match(sentence)
    expect(console).to.match(sentence)
    expect(generations()).to.deep.equal(['00000001'])
  })

  for (const state of ['stopped', 'terminated', '']) {
    it(`is taken from an instance that is ${state || 'not known any more'}`, () => {
      first.boot()
      expect(bootSecond(state).status.state).to.equal('ready')
      expect(holder('00000002')).to.equal('i-0new')
    })
  }

  it('is not taken while EC2 does not say that its holder has ended', () => {
    first.boot()
    const { status } = bootSecond('', { FAKE_FAIL: 'describe-instances' })
    expect(status.reason).to.match(/and is in a state that EC2 does not tell/)
  })

  it('is got by one alone of many who reach for it at the same moment', () => {
    first.boot()
    const race = `
      source "$1/gm-lib"
      read_lease
      for one in {1..12}; do (make_lease "i-$one" "$one.x" && printf 'i-%s\\n' "$one") & done
      wait`
    const { stdout } = spawnSync('bash', ['-c', race, '-', first.bundle], {
      encoding: 'utf8',
      env: { ...process.env, GM_ROOT: first.root },
    })
    expect(stdout.trim()).to.equal(holder('00000002'))
    expect(generations()).to.deep.equal(['00000001', '00000002'])
  })

  it('is renewed by the watch', () => {
    first.boot()
    const file = join(first.root, folder, '00000001')
    utimesSync(file, 1, 1)
    expect(bootSecond('running').status.reason).to.match(/renewed \d{9,} s ago/)
    first.watch(1)
    expect(bootSecond('running').status.reason).to.match(/renewed \d{1,2} s ago/)
  })

  it('is minded by an instance that stood still while another one took it: its services are killed', async () => {
    first.boot()
    const watch = first.startWatch()
    try {
      watch.kill('SIGSTOP')
      expect(bootSecond('terminated').status.state).to.equal('ready')
      expect(first.calls().filter((call) => call.startsWith('docker kill'))).to.deep.equal([])
      watch.kill('SIGCONT')
      while (first.ask('status').state === 'ready') await pause(20)
      const { state, phase, reason, phases } = first.ask('status')
      expect([state, phase]).to.deep.equal(['failed', 'lease'])
      expect(reason).to.match(/^i-0new holds the data .*\(generation 2.*every service was stopped here$/)
      expect(phases).to.have.length.greaterThan(5)
      expect(first.calls()).to.include('docker kill aa bb')
      expect(generations()).to.deep.equal(['00000001', '00000002'])
    } finally {
      watch.kill('SIGKILL')
    }
  })

  it('ends a boot that another instance overtook', () => {
    const lost = `#!/bin/bash\nprintf 'i-0new\\tnow\\tx\\n' >"$GM_ROOT/${folder}/00000002"\n`
    const slow = new FakeInstance({}, [
      { path: 'compose.yaml', mode: '0600', text: '' },
      { path: 'templates/web/conf.json', mode: '0600', text: '' },
      { path: 'scripts/web/owner', mode: '0755', text: lost },
    ])
    try {
      const { status, calls } = slow.boot()
      expect(status).to.include({ state: 'failed', phase: 'jobs' })
      expect(status.reason).to.match(/^i-0new holds the data/)
      expect(calls.some((call) => call.endsWith(' edge'))).to.equal(false)
    } finally {
      slow.remove()
    }
  })
})
