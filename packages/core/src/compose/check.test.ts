// What shows only when services were composed.
import { expect } from 'chai'
import type { Container, Service } from '@geuse/plugin-api'
import { checkComposed } from './check.js'
import { broken, composeAll, db, index, web } from './sample.test.js'

function messages(...services: Service[]) {
  return checkComposed(composeAll(services)).map(({ message }) => message)
}

function container(changes: Partial<Container>) {
  return () => ({ main: { image: 'a:1', memoryMiB: 1, ...changes } })
}

describe('checkComposed', () => {
  it('finds nothing wrong with what is right', () => {
    expect(messages(db, index, web)).to.deep.equal([])
  })

  it('names what leads nowhere', () => {
    const lost = broken('lost', {
      containers: container({ secrets: ['s'], files: { f: '/f' }, volumes: { v: '/v' } }),
      probes: [{ kind: 'tcp', port: 'p', timeoutSeconds: 1, critical: true }],
    })
    expect(messages(lost)).to.deep.equal([
      'lost: container main names the secret s, which is not there',
      'lost: container main names the file f, which is not there',
      'lost: container main names the volume v, which is not there',
      'lost: a probe asks the port p, which is not there',
    ])
    expect(messages(broken('empty', { containers: () => ({}) }))).to.deep.equal(['empty has no container main'])
  })

  it('lets containers that run only in one version have no two', () => {
    const two = (main: string, side: string, sameTagAs = 'main') =>
      broken('two', {
        containers: () => ({ main: { image: main, memoryMiB: 1 }, side: { image: side, memoryMiB: 1, sameTagAs } }),
      })
    const digest = `@sha256:${'0'.repeat(64)}`
    expect(messages(two('r.example:5000/a:1.2', 'b:1.2'))).to.deep.equal([])
    expect(messages(two('a:1.2', `b${digest}`))).to.deep.equal([])
    expect(messages(two('a:1.2', 'b:1.3'))).to.deep.equal([
      'two: its containers side (b:1.3) and main (a:1.2) run only in one version: their images need the same tag',
    ])
    expect(messages(two('a:1', 'b:1', 'third'))).to.deep.equal([
      'two: container side names the container third, which is not there',
    ])
  })

  it('does not let a probe ask a port that is not on the instance', () => {
    const inner = broken('inner', {
      ports: { p: { port: 1, internal: true } },
      probes: [{ kind: 'tcp', port: 'p', timeoutSeconds: 1, critical: true }],
    })
    expect(messages(inner)).to.have.length(1)
  })

  it('keeps values of secrets out of what Docker stores', () => {
    const secrets = { key: { length: 8, alphabet: 'hex' } } as const
    const leaky = (changes: (value: string) => Partial<Container>) =>
      broken('leaky', {
        secrets,
        containers: (cx) => ({ main: { image: 'a:1', memoryMiB: 1, ...changes(cx.secretValue('key')) } }),
      })
    for (const service of [
      leaky((value) => ({ environment: { KEY: value } })),
      leaky((value) => ({ command: ['run', `--key=${value}`] })),
    ]) {
      expect(messages(service)).to.deep.equal([
        "leaky: container main has a secret's value in its configuration; use a file",
      ])
    }
    const job = broken('leaky', {
      secrets,
      jobs: { job: { run: new URL('file:///x'), env: (cx) => ({ KEY: cx.secretValue('key') }) } },
    })
    expect(messages(job)).to.deep.equal(["leaky: job job has a secret's value in its environment; use a file"])
  })

  it('finds ports that two want, and those of the reverse proxy', () => {
    const one = broken('one', { ports: { a: 8000, b: 443 } })
    const two = broken('two', { ports: { a: 8000 } })
    expect(messages(one, two)).to.deep.equal([
      'one and the reverse proxy both want port 443 of the instance',
      'two and one both want port 8000 of the instance',
    ])
  })

  it('wants one reader of a used secret', () => {
    const mixed = broken('mixed', {
      uses: { store: 'db.database' },
      containers: () => ({
        main: { image: 'a:1', memoryMiB: 1, secrets: ['store'] },
        side: { image: 'a:1', user: '5', memoryMiB: 1, secrets: ['store'] },
      }),
    })
    expect(messages(db, mixed)).to.deep.equal(['mixed: containers of different uids read the secret store'])
  })

  it('says whose function failed', () => {
    const failing = broken('failing', {
      containers: () => {
        throw new TypeError('no')
      },
    })
    expect(() => messages(failing))
      .to.throw('Service failing failed')
      .with.property('code', 'PLUGIN_FAILED')
    const asking = broken('asking', { files: (cx) => ({ f: { owner: 0, text: cx.secretValue('nothing') } }) })
    expect(() => messages(asking)).to.throw('asks for the value of nothing')
  })

  it('finds containers and accounts that two want, whose data would be one', () => {
    const side = { image: 'a:1', memoryMiB: 1 }
    const mine = broken('my', { containers: () => ({ main: side, app: side }), uses: { app_store: 'db.database' } })
    const other = broken('my-app', { uses: { store: 'db.database' } })
    expect(messages(db, mine, other, broken('edge', {}))).to.deep.equal([
      'my-app and my both want a container called my-app',
      'edge and the reverse proxy both want a container called edge',
      'my-app for store and my for app_store both want the account my_app_store of db',
    ])
  })

  it('wants images that are the same tomorrow', () => {
    expect(messages(broken('loose', { containers: container({ image: 'a' }) }))).to.deep.equal([
      'loose: image a is not pinned by a tag or a digest',
    ])
  })
})
