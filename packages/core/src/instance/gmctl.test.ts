// What the instance answers, asked in real bash.
import { expect } from 'chai'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { commandText, gmctlPath, sessionText, usageExitCode, verbs, type PlanRow } from '@geuse/instance-contract'
import { FakeInstance, files, skipWithoutJq, whereJqIs } from './fake-instance.test.js'

type Probe = PlanRow<'probes'>

describe('gmctl', () => {
  const instances: FakeInstance[] = []
  const make = (...input: ConstructorParameters<typeof FakeInstance>) => {
    const instance = new FakeInstance(...input)
    instances.push(instance)
    return instance
  }
  afterEach(() => instances.splice(0).forEach((instance) => instance.remove()))

  const records = (instance: FakeInstance, name: string, text: string) => {
    const folder = join(instance.root, 'var/lib/geusemaker/boot')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), text)
  }

  it('answers before anything has begun', () => {
    const status = make().ask('status')
    expect(status).to.deep.include({ state: 'booting', phase: null, reason: null, phases: [], log: [] })
    expect(status.bundle).to.match(/^[0-9a-f]{16}$/)
    expect(status.disk?.free).to.be.within(0, status.disk?.size ?? 0)
  })

  it('begins a boot again outside of the command that asked for it', () => {
    const instance = make()
    expect(instance.ask('boot')).to.deep.equal({ begun: true })
    expect(instance.calls()).to.deep.equal([
      `systemd-run --quiet --collect --no-block --property=KillMode=process ${instance.bundle}/gm-boot`,
    ])
  })

  it('tells how long the phase under way has taken', () => {
    const instance = make()
    records(
      instance,
      'status',
      `booting\tmount\t-\negress\t2026-01-01T00:00:00Z\t1200\tok\nmount\t2026-01-01T00:00:01Z\t${Date.now() - 5000}\trunning\n`,
    )
    const { phases, phase } = instance.ask('status')
    expect(phase).to.equal('mount')
    expect(phases[0]).to.deep.equal({ name: 'egress', started: '2026-01-01T00:00:00Z', ms: 1200, outcome: 'ok' })
    expect(phases[1]?.ms).to.be.within(5000, 60_000)
  })

  it('runs a command of a session, whose words no shell reads', () => {
    const instance = make()
    const encoded = (words: readonly string[]) =>
      Buffer.from(words.map((word) => `${word}\0`).join('')).toString('base64url')
    const run = (args: Parameters<typeof sessionText>[1]) =>
      instance.command(sessionText('exec', args).replace(/^sudo /, '')).stdout
    const typed = ['printf', '<%s>', '$HOME', 'a b', "it's; ls", '', 'ü\n*']
    expect(run({ words: encoded(typed), terminal: 'yes' })).to.equal("<$HOME><a b><it's; ls><><ü\n*>")
    run({ container: 'n8n', words: encoded(['n8n', 'list:workflow']), terminal: 'yes' })
    run({ container: 'db', words: encoded(['sh']), terminal: 'no' })
    expect(instance.calls()).to.deep.equal([
      'docker exec --interactive --tty n8n n8n list:workflow',
      'docker exec --interactive db sh',
    ])
  })

  it('keeps its answer JSON whatever the log holds, and short', () => {
    const instance = make()
    const lines = Array.from({ length: 60 }, (_, index) => `${index} "quoted" \\ back\tü \u0007 ${'x'.repeat(400)}`)
    records(instance, 'boot.log', lines.join('\n'))
    const { log } = instance.ask('status')
    expect(log).to.have.length(40)
    expect(log.every((line) => line.length <= 300)).to.equal(true)
    expect(log.at(-1)).to.match(/^59 "quoted" \\ back {2,}/)
  })

  it('gives as many lines of the log as are asked for', () => {
    const instance = make()
    records(instance, 'boot.log', 'one\ntwo\nthree\n')
    const { stdout } = instance.command(commandText('status', { lines: 2 }))
    expect(verbs.status.answer.parse(JSON.parse(stdout)).log).to.deep.equal(['two', 'three'])
  })

  it('tells of every job how it goes, with the progress that it writes', () => {
    const script = (name: string, text: string) => ({
      path: `scripts/${name}`,
      mode: '0755',
      text: `#!/bin/bash\n${text}\n`,
    })
    const instance = make(
      {
        jobs: [
          { service: 'web', job: 'owner', kind: 'wait', script: 'web/owner' },
          { service: 'llm', job: 'models', kind: 'background', script: 'llm/models' },
          { service: 'llm', job: 'broken', kind: 'background', script: 'llm/broken' },
        ],
      },
      [
        ...files,
        script(
          'llm/models',
          `printf '10 x\\n42 pulling "llama\\x1b[31m" of 2 GB' >"$GM_PROGRESS"\necho $$ >"$FAKE/pid"\nexec /bin/sleep 600`,
        ),
        script('llm/broken', 'exit 3'),
      ],
    )
    expect(instance.ask('status').jobs.map(({ state }) => state)).to.deep.equal(['waiting', 'waiting', 'waiting'])
    instance.boot()
    while (instance.ask('status').jobs[1]?.percent === null || instance.ask('status').jobs[2]?.state === 'running');
    const [owner, models, broken] = instance.ask('status').jobs
    expect(owner).to.include({
      service: 'web',
      job: 'owner',
      background: false,
      state: 'ok',
      percent: null,
      text: null,
    })
    expect(models).to.include({ background: true, state: 'running', percent: 42, text: 'pulling "llama [31m" of 2 GB' })
    expect(broken).to.include({ state: 'failed' })
    expect(models?.started).to.match(/Z$/)
    process.kill(Number(instance.read('pid')))
  })

  for (const [what, text] of [
    ['empty', ''],
    ['torn', 'booti'],
    ['of something else', '\u0000\u0001\xff\nx\ty\n'],
    ['torn in a row', 'booting\tmount\t-\negress\t2026-01-01T00:00:00Z\t12\tok\nmount\t2026-0'],
    ['with a row of nonsense', 'ready\tready\t-\nmount\tx\ta[$(touch "$FAKE/pwned")]\trunning\n'],
    ['of 10 MB', `failed\tmount\t${'x'.repeat(10_000_000)}\n`],
  ] as const) {
    it(`answers when its record is ${what}`, () => {
      const instance = make()
      records(instance, 'status', text)
      records(instance, 'lease', text)
      records(instance, 'notice', text)
      const { stdout } = instance.command(commandText('status'))
      expect(stdout.length).to.be.lessThan(24_000)
      const status = verbs.status.answer.parse(JSON.parse(stdout))
      expect(status.phases.length).to.equal(what === 'torn in a row' ? 1 : 0)
      if (!text.includes('\t-\n') && what !== 'of 10 MB')
        expect(status.reason).to.equal('the record of this boot cannot be read')
      expect(instance.read('pwned')).to.equal(undefined)
    })
  }

  it('stays within what an answer can hold, with lines that double when they are quoted and one of 10 MB', () => {
    const instance = make()
    records(instance, 'boot.log', `${'y'.repeat(10_000_000)}\n${`${'"'.repeat(400)}\n`.repeat(60)}\xff\xc3last\n`)
    const { stdout } = instance.command(commandText('status', { lines: 60 }))
    expect(stdout.length).to.be.lessThan(24_000)
    expect(verbs.status.answer.parse(JSON.parse(stdout)).log.at(-1)).to.match(/last$/)
  })

  it('refuses verbs and arguments that it does not know, and says so', () => {
    const planned = Object.entries(verbs).flatMap(([name, row]) => ('planned' in row ? [name] : []))
    const strange = [
      ...planned,
      'destroy',
      '',
      'last_lines',
      'health --lines=3',
      'boot now',
      'status --lines=x',
      'status --lines=61',
    ]
    for (const words of strange) {
      const { status, stdout, stderr } = make().command(`#!/bin/bash\nexec ${gmctlPath} ${words}`)
      expect([status, stdout], words).to.deep.equal([usageExitCode, ''])
      expect(stderr, words).to.contain('does not know').and.to.contain('usage: gmctl status')
    }
  })

  describe(`health${whereJqIs}`, () => {
    let server: Server
    let port: number
    before((done) => {
      server = createServer((socket) => socket.end()).listen(0, '127.0.0.1', () => {
        port = (server.address() as { port: number }).port
        done()
      })
    })
    before(skipWithoutJq)
    after((done) => void server.close(done))

    const http = {
      service: 'web',
      kind: 'http',
      port: 5678,
      path: '/healthz',
      seconds: 5,
      critical: true,
      command: [],
    } as const satisfies Probe

    const exec: Probe = {
      service: 'db',
      kind: 'exec',
      container: 'db',
      seconds: 3,
      critical: false,
      command: ['pg_isready', '-h', '127.0.0.1'],
    }

    it('asks every probe and tells of every container', () => {
      const instance = make({
        probes: [http, exec],
      })
      const { probes, containers, at } = instance.ask('health')
      expect(probes.map(({ ms: _, ...rest }) => rest)).to.deep.equal([
        { service: 'web', kind: 'http', critical: true, ok: true, error: null },
        { service: 'db', kind: 'exec', critical: false, ok: true, error: null },
      ])
      expect(instance.calls()).to.include('docker exec db pg_isready -h 127.0.0.1')
      expect(containers).to.deep.equal([
        { name: 'edge', state: 'exited', health: 'none' },
        { name: 'n8n', state: 'running', health: 'healthy' },
      ])
      expect(at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    })

    it('says what is wrong', () => {
      const instance = make({ probes: [http] })
      expect(instance.ask('health', { FAKE_HTTP: '503' }).probes[0]).to.include({
        ok: false,
        error: 'HTTP 503',
      })
      expect(instance.ask('health', { FAKE_FAIL: '^curl' }).probes[0]?.error).to.match(/refused by the test/)
      expect(instance.ask('health', { FAKE_HTTP: '302' }).probes[0]?.ok).to.equal(false)
    })

    it('connects to a port', () => {
      const probe = (to: number): Probe => ({
        service: 'web',
        kind: 'tcp',
        port: to,
        seconds: 2,
        critical: true,
        command: [],
      })
      const { probes } = make({ probes: [probe(port), probe(1)] }).ask('health')
      expect(probes.map(({ ok }) => ok)).to.deep.equal([true, false])
    })

    it('answers without a probe, and when Docker does not', () => {
      const { probes, containers } = make({ probes: [] }).ask('health', { FAKE_FAIL: '^docker' })
      expect({ probes, containers }).to.deep.equal({ probes: [], containers: [] })
    })
  })
})
