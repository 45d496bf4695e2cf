// The boot script in real bash: what it does in which order, and that whatever fails is told with phase and reason.
import { expect } from 'chai'
import { parse } from 'yaml'
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootPhases, type BootStatus } from '@geuse/instance-contract'
import { makeBundle } from './bundle.js'
import { FakeInstance, files, parameters, skipWithoutJq, whereJqIs } from './fake-instance.test.js'
import { ownFile } from './own-files.js'
import { packBundle } from './user-data.js'

describe(`gm-boot${whereJqIs}`, function () {
  this.timeout(60_000)
  before(skipWithoutJq)
  let instance: FakeInstance
  beforeEach(() => {
    instance = new FakeInstance()
  })
  afterEach(() => instance.remove())

  it('goes through every phase in order and says so', () => {
    const { code, status, console, tags } = instance.boot()
    expect(code).to.equal(0)
    expect(status).to.include({ stack: 'my-stack', state: 'ready', reason: null })
    expect(status.phases.map(({ name }) => name)).to.deep.equal(Object.keys(bootPhases))
    expect(status.phases.every(({ outcome, ms }) => outcome === 'ok' && ms >= 0 && ms < 30_000)).to.equal(true)
    expect(console)
      .to.match(/gm-boot: egress ok \d+ms\n/)
      .and.match(/gm-boot: ready\n$/)
    expect(tags.at(-1)).to.equal('ready')
  })

  it('publishes a phase whole whose name comes in two parts', () => {
    // The second part is written once the phase before is published, so while the beginning of a line is all there is.
    const [publish] = /^publish\(\) \{$[^]*?^\}$/m.exec(ownFile('gm-boot.sh')) ?? []
    const script = `
      ${publish}
      tag_instance() { echo "$1"; if [[ $1 == mount ]]; then echo go >"$1.fifo"; fi; }
      mkfifo mount.fifo
      { printf 'mount\\nfai'; read -r _ <mount.fifo; printf 'led:packages\\nend\\n'; } | publish`
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: instance.root, encoding: 'utf8' })
    expect([stdout, stderr]).to.deep.equal(['mount\nfailed:packages\n', ''])
  })

  it('starts what is used first, makes accounts between, and starts the reverse proxy last', () => {
    const { calls } = instance.boot()
    const steps = calls.flatMap(
      (call) => /docker compose .*?(up|run) .*?((?:db|web|edge)\S*(?: \S+)*)$/.exec(call)?.slice(1).join(' ') ?? [],
    )
    expect(steps).to.deep.equal(['up db vectors', 'run db-for-web-db', 'up web', 'up edge'])
    const order = [
      'mount -t efs',
      'aws ssm get-parameters-by-path --region eu-west-1 --path /geusemaker/my',
      'docker pull',
      'docker compose',
    ].map((start) => calls.findIndex((call) => call.startsWith(start)))
    expect(order).to.deep.equal([...order].sort((a, b) => a - b))
    expect(order).not.to.include(-1)
  })

  it('installs everything in one transaction', () => {
    const { calls } = instance.boot()
    expect(calls.filter((call) => call.startsWith('dnf'))).to.deep.equal([
      'dnf -y -q install docker amazon-efs-utils jq',
    ])
  })

  it('writes each secret for its reader alone, fills templates, and leaves nothing else', () => {
    const { calls } = instance.boot()
    const secrets = 'run/geusemaker/secrets'
    expect(instance.read(`${secrets}/db/password`)).to.equal('Pass1word')
    expect(instance.read(`${secrets}/db/for-web-db`)).to.equal('Web2password')
    expect(statSync(join(instance.root, secrets, 'web/db')).mode & 0o777).to.equal(0o400)
    expect(calls).to.include(`chown 1000:1000 ${instance.root}/${secrets}/web/db.new`)
    expect(instance.read('run/geusemaker/files/web/conf.json')).to.equal('{"password": "Web2password"}\n')
    expect(instance.read('run/geusemaker/parameters.json')).to.equal(undefined)
  })

  it('has no secret in any argument, in its log or on its console', () => {
    const { calls, console } = instance.boot()
    const said = [...calls, console, instance.read('var/lib/geusemaker/boot/boot.log')].join('\n')
    for (const value of Object.values(parameters)) expect(said).not.to.contain(value)
    expect(said).not.to.contain('X-aws-ec2-metadata-token: token')
  })

  it('takes values as they are, whatever they look like', () => {
    const value = `$(touch "$FAKE/pwned") '"\`id\` * \\ \\c \\x41 %s é\t\n# {a: [b]}\n-`
    const secret = `a$K"b'\\n@@db/password@@\n: #{}%\t&é`
    const template = (name: string) => ({ template: `web/${name}`, file: `web/${name}`, uid: 1000, mode: 0o400 })
    const names = ['conf.json', 'conf.yaml', 'conf.ini']
    const hostile = new FakeInstance(
      {
        environment: [
          { service: 'web', job: 'owner', name: 'EMAIL', value },
          { service: 'web', job: 'other', name: 'EMAIL', value: 'not mine' },
        ],
        templates: names.map(template),
      },
      [
        ...files.filter(({ path }) => !path.startsWith('templates/')),
        ...names.map((name) => ({
          path: `templates/web/${name}`,
          mode: '0600',
          text: '{"password": "x @@web/db@@"}\n',
        })),
      ],
    )
    try {
      hostile.store({ ...parameters, 'web/db': secret })
      expect(hostile.boot().status.state).to.equal('ready')
      expect(hostile.read('job')).to.equal(`web|${value}|${secret}`)
      expect(hostile.read('pwned')).to.equal(undefined)
      const filled = (name: string) => hostile.read(`run/geusemaker/files/web/${name}`) ?? ''
      expect(JSON.parse(filled('conf.json'))).to.deep.equal({ password: `x ${secret}` })
      expect(parse(filled('conf.yaml'))).to.deep.equal({ password: `x ${secret}` })
      expect(filled('conf.ini')).to.equal(`{"password": "x ${secret}"}\n`)
    } finally {
      hostile.remove()
    }
  })

  it('hands a dash, an empty text and line breaks to a job as they are', () => {
    for (const value of ['-', '', '\n', '\\']) {
      const other = new FakeInstance({ environment: [{ service: 'web', job: 'owner', name: 'EMAIL', value }] })
      expect(other.boot().status.state).to.equal('ready')
      expect(other.read('job')).to.equal(`web|${value}|Web2password`)
      other.remove()
    }
  })

  it('tells of each image and service how it went', () => {
    const state = (status: BootStatus, kind: string) =>
      status.steps.filter((step) => step.kind === kind).map((step) => `${step.name} ${step.state}`)
    const { status } = instance.boot()
    expect(state(status, 'image').toSorted()).to.deep.equal(['db:2 ok', 'db:2 running', 'web:1 ok', 'web:1 running'])
    expect(state(status, 'service').slice(0, 4)).to.deep.equal(['db running', 'vectors running', 'db ok', 'vectors ok'])
    const failed = instance.boot({ FAKE_FAIL: 'pull -q db' }).status
    expect(state(failed, 'image')).to.include('db:2 failed').and.to.include('web:1 ok')
    expect(state(failed, 'service')).to.deep.equal([])
    expect(state(instance.boot({ FAKE_FAIL: 'up --detach .*web' }).status, 'service').at(-1)).to.equal('web failed')
  })

  it('can be run again: nothing is mounted or installed twice', () => {
    instance.boot()
    const before = instance.calls().length
    const { status, calls } = instance.boot()
    const again = calls.slice(before)
    expect(status.state).to.equal('ready')
    expect(again.filter((call) => call.startsWith('mount '))).to.deep.equal([])
    expect(again.filter((call) => call.includes('docker-compose-linux'))).to.deep.equal([])
    expect(again.filter((call) => call === 'systemctl daemon-reload')).to.deep.equal([])
    expect(calls.filter((call) => call === 'systemctl enable geusemaker.service')).to.have.length(2)
  })

  it('is back by itself after a reboot, with its secrets fetched anew, since memory forgets them', () => {
    instance.boot()
    for (const gone of ['run', 'mounts', 'mnt/efs/db']) rmSync(join(instance.root, gone), { recursive: true })
    instance.store({ ...parameters, 'db/password': 'Changed1meanwhile' })
    const before = instance.calls().length
    const { status, calls } = instance.boot()
    expect(status).to.deep.include({ state: 'ready', reason: null })
    expect(status.lease).to.include({ generation: 2, holder: 'i-0abc' })
    expect(instance.read('run/geusemaker/secrets/db/password')).to.equal('Changed1meanwhile')
    const again = calls.slice(before)
    expect(again.filter((call) => call.startsWith('mount -t '))).to.have.length(2)
    expect(again.filter((call) => call.includes('--force-recreate'))).to.deep.equal([])
    expect(ownFile('geusemaker.service')).to.match(/^ExecStart=.*\/gm-boot$[^]*^WantedBy=multi-user.target$/m)
  })

  it('does not wait for a job in the background, and does not take its failure for its own', () => {
    const slow = {
      path: 'scripts/web/models',
      mode: '0755',
      text: '#!/bin/bash\necho $$ >"$FAKE/pid"\nexec /bin/sleep 600\n',
    }
    const busy = new FakeInstance(
      {
        jobs: [
          { service: 'web', job: 'models', kind: 'background', script: 'web/models' },
          { service: 'web', job: 'owner', kind: 'wait', script: 'web/owner' },
        ],
      },
      [...files, slow],
    )
    try {
      expect(busy.boot().status.state).to.equal('ready')
    } finally {
      process.kill(Number(busy.read('pid')))
      busy.remove()
    }
  })

  it('leaves another boot that is at work alone', () => {
    const text = '#!/bin/bash\n"$(dirname "$0")/../../gm-boot" >"$FAKE/second"\n'
    const twice = new FakeInstance(
      {},
      files.map((file) => (file.path === 'scripts/web/owner' ? { ...file, text } : file)),
    )
    try {
      expect(twice.boot().status).to.include({ state: 'ready' })
      expect(twice.read('second')).to.equal('gm-boot: another one is at work\n')
    } finally {
      twice.remove()
    }
  })

  describe('when something fails', () => {
    const failures: readonly (readonly [phase: string, fail: string, reason: RegExp])[] = [
      ['egress', 'curl .*https://ssm', /no way out/],
      ['packages', '^dnf', /could not be installed/],
      ['packages', '^systemctl enable --now docker', /docker could not be started/],
      ['compose', '^curl .*docker-compose-linux', /could not be downloaded/],
      ['bundle', '^aws ssm .*/bundles/', /bundles\/my-stack-0abc\/[0-9a-f]{16} could not be read, or is not whole/],
      ['mount', '^mount -t efs', /fs-0123 could not be mounted/],
      ['directories', '^chown 999:999 .*efs', /exit code 1/],
      ['secrets', '^aws ssm .*--recursive', /could not be read/],
      ['secrets', '^mount -t tmpfs', /exit code 1/],
      ['images', '^docker pull -q db:2', /^could not be pulled: db:2 \(refused by the test\)$/],
      ['services', '^docker compose .*up .*web', /not healthy: web/],
      ['services', '^docker compose .*run ', /db-for-web-db did not succeed/],
      ['edge', '^docker compose .*up .*edge', /not healthy: edge/],
    ]
    for (const [phase, fail, reason] of failures) {
      it(`tells of ${phase} when ${fail} fails`, () => {
        const { code, status, console, tags } = instance.boot({ FAKE_FAIL: fail })
        expect(code).to.equal(1)
        expect(status).to.include({ state: 'failed', phase })
        expect(status.reason).to.match(reason)
        expect(status.phases.find(({ name }) => name === phase)?.outcome).to.equal('failed')
        expect(status.phases.filter(({ outcome }) => outcome === 'running')).to.deep.equal([])
        expect(console).to.match(new RegExp(`gm-boot: failed in ${phase}: `))
        expect(tags.at(-1)).to.equal(`failed:${phase}`)
      })
    }

    it('waits for its own address', () => {
      const { status } = instance.boot({ FAKE_ADDRESS: '198.51.100.1' })
      expect(status).to.include({
        phase: 'egress',
        reason: 'the address 203.0.113.7 was not associated with this instance',
      })
    })

    it('unpacks no bundle that is not the one that it was launched for, and goes on with the right one', () => {
      const parts = packBundle(makeBundle([{ path: 'plan/jobs.tsv', mode: '0600', text: '' }])).parts
      const own = readFileSync(join(instance.root, 'store'), 'utf8')
      for (const name of ['plan/jobs.tsv', 'plan/hooks.tsv', 'compose.yaml']) rmSync(join(instance.bundle, name))
      instance.keep(parts)
      expect(instance.boot().status).to.include({ state: 'failed', phase: 'bundle' })
      expect(instance.read('opt/geusemaker/current/plan/jobs.tsv')).to.equal(undefined)
      writeFileSync(join(instance.root, 'store'), own)
      expect(instance.boot().status).to.include({ state: 'ready' })
    })

    it('does not install a plugin with another checksum', () => {
      const { status } = instance.boot({ FAKE_SUM: '0'.repeat(64) })
      expect(status.reason).to.match(/another checksum/)
      expect(instance.read('usr/local/lib/docker/cli-plugins/docker-compose')).to.equal(undefined)
    })

    it('says that the checksum is not a recorded one', () => {
      expect(instance.boot().console).to.match(/no checksum is recorded/)
    })

    it('names the parameter that is missing, of a file and of a template', () => {
      instance.store({ 'web/db': 'x' })
      expect(instance.boot().status.reason).to.equal('the parameter /geusemaker/my-stack-0abc/db/password is missing')
      const template = new FakeInstance({ secrets: [] })
      template.store({})
      expect(template.boot().status).to.include({
        phase: 'secrets',
        reason: 'a parameter of the file web/conf.json is missing',
      })
      template.remove()
      expect(instance.read('run/geusemaker/parameters.json')).to.equal(undefined)
    })

    it('stops before the reverse proxy when a job fails', () => {
      const failing = files.map((file) =>
        file.path === 'scripts/web/owner' ? { ...file, text: '#!/bin/bash\nexit 7\n' } : file,
      )
      const other = new FakeInstance({}, failing)
      try {
        const { status, calls } = other.boot()
        expect(status).to.include({ state: 'failed', phase: 'jobs', reason: 'the job owner of web did not succeed' })
        expect(calls.some((call) => call.endsWith('edge'))).to.equal(false)
      } finally {
        other.remove()
      }
    })

    it('tells of its end even when it is told to stop', () => {
      const stopping = files.map((file) =>
        file.path === 'scripts/web/owner' ? { ...file, text: '#!/bin/bash\nkill -TERM $PPID\n' } : file,
      )
      const other = new FakeInstance({}, stopping)
      try {
        const { code, status, tags } = other.boot()
        expect(code).to.equal(143)
        expect(status).to.include({ state: 'failed', phase: 'jobs', reason: 'ended with exit code 143' })
        expect(tags.at(-1)).to.equal('failed:jobs')
      } finally {
        other.remove()
      }
    })

    it('is done by the next boot', () => {
      instance.boot({ FAKE_FAIL: '^docker compose .*up .*web' })
      const { status } = instance.boot()
      expect(status).to.include({ state: 'ready', reason: null })
    })
  })
})
