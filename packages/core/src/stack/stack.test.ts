// A stack composed of small services: what a tier sees of it, and every problem of a choice at once.
import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Front, InstanceShape, Service } from '@geuse/plugin-api'
import { broken, db, index, web } from '../compose/sample.test.js'
import { compose, faultsOf, type ServiceChoice } from './composition.js'
import { place, type Stack } from './place.js'

describe('a stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gm-stack-'))
  const script = pathToFileURL(join(folder, 'script.sh'))
  writeFileSync(script, '#!/bin/bash\n')
  after(() => rmSync(folder, { recursive: true }))

  const claim = web.jobs?.['claim']
  const services: Service[] = [
    { ...db, offers: { database: { port: 'sql', provision: script } } },
    index,
    { ...web, jobs: { claim: { ...claim, run: script } } },
  ]
  const choice: ServiceChoice = { set: { web: { owner: 'a@example.com' } } }
  const identity = {
    name: 'my-stack',
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    region: 'eu-west-1',
    accountId: '123456789012',
  }
  const instance: InstanceShape = { arch: 'x86_64', memoryMiB: 4096, gpu: false }
  const front: Front = { tlsEnd: 'edge', certificate: 'trusted', hops: 1, ports: [80, 443] }
  const stackOf = (changes: Partial<ServiceChoice> = {}, registered = services): Stack =>
    place(compose(registered, { ...choice, ...changes }), identity, instance, front)
  const stack = stackOf()
  const where = { site: stack.site('203.0.113.7'), fileSystemId: 'fs-0123', address: '203.0.113.7' }
  const problemsOf = (changes: Partial<ServiceChoice>, registered = services): string[] =>
    faultsOf(compose(registered, { ...choice, ...changes })).map(({ message }) => message)

  it('sums up for a tier', () => {
    expect(stack).to.deep.include({
      memoryMiB: 778,
      diskGiB: 60,
      parameterPath: '/geusemaker/my-stack-0f8fad5b',
    })
    expect(stack.secrets.map(({ name }) => name)).to.deep.equal([
      'db/root',
      'search-index/key',
      'web/store',
      'web/token',
    ])
  })

  it('says which service is primary and what kind of data each keeps', () => {
    expect(
      stack.services.map(({ id, primary, volumes }) => [id, primary, Object.values(volumes).map(({ kind }) => kind)]),
    ).to.deep.equal([
      ['db', false, ['shared']],
      ['search-index', false, ['cache']],
      ['web', true, []],
    ])
  })

  it('is reached where its front says', () => {
    expect(stack.site('n8n.example.com')).to.deep.equal({
      url: 'https://n8n.example.com',
      host: 'n8n.example.com',
      https: true,
      tlsEnd: 'edge',
      hops: 1,
    })
    const at = (changes: Partial<Front>) =>
      place(compose(services, choice), identity, instance, { ...front, ...changes }).site('203.0.113.7')
    expect(at({ tlsEnd: 'nowhere' })).to.include({ url: 'http://203.0.113.7', https: false })
    expect(at({ domain: 'n8n.example.com' })).to.include({ url: 'https://n8n.example.com' })
    expect(at({ tlsEnd: 'proxy', hops: 2 })).to.include({ https: true, hops: 2 })
    for (const host of ['', 'a b', 'x{\n}', '::1', 'localhost', '-a.b', `${'a'.repeat(250)}.com`]) {
      expect(() => stack.site(host), host)
        .to.throw('is no name or address that a public URL can have')
        .with.property('code', 'CONFIG_INVALID')
    }
  })

  it('writes every table of the instance', () => {
    const files = stack.renderFiles(where)
    const table = (name: string) => files[`plan/${name}.tsv`]
    expect(table('stack'))
      .to.contain('file_system_id\tfs-0123\n')
      .and.to.contain('primary\tweb\n')
      .and.to.contain('address\t203.0.113.7\n')
    expect(table('directories')).to.equal(
      '/mnt/efs/edge/data\t0\t0700\n/mnt/efs/db/data\t999\t0700\n/var/lib/geusemaker/search-index/vectors\t0\t0750\n',
    )
    expect(table('templates')).to.equal(
      'edge/Caddyfile\tedge/Caddyfile\t0\t0400\nsearch-index/conf.yaml\tsearch-index/conf.yaml\t0\t0400\n',
    )
    expect(table('jobs')).to.equal('web\tclaim\twait\tweb/claim\n')
    expect(table('environment')).to.equal('web\tclaim\tOWNER\ta@example.com\n')
    expect(table('probes')).to.equal(
      'db\texec\tdb\t-\t-\t3\tcritical\tready\t--now\nsearch-index\ttcp\t-\t6333\t-\t5\toptional\nweb\thttp\t-\t8080\t/ready\t5\tcritical\n',
    )
    expect(Object.keys(files).filter((path) => path.startsWith('scripts/'))).to.deep.equal([
      'scripts/db/provision-database',
      'scripts/web/claim',
    ])
    expect(files['templates/search-index/conf.yaml']).to.equal('key: @@search-index/key@@\n')
  })

  it('packs what it renders', () => {
    const script = gunzipSync(Buffer.from(stack.userData(where), 'base64')).toString()
    expect(script).to.equal(stack.renderFiles(where)['user-data.sh'])
    expect(script.startsWith(`#!/bin/bash\n# GeuseMaker my-stack, bundle ${stack.bundle(where).hash}\n`)).to.equal(true)
    expect(stack.bundle(where)).to.deep.equal(stack.bundle(where))
    const whole = gunzipSync(Buffer.from(stack.packedBundle(where).parts.join(''), 'base64')).toString()
    expect(whole).to.equal(stack.bundle(where).script)
    expect(stack.document(where.site).services).to.have.property('edge')
  })

  it('waits for no address where none is given', () => {
    expect(stack.renderFiles({ site: where.site, fileSystemId: 'fs-0123' })['plan/stack.tsv']).to.contain(
      'address\t-\n',
    )
  })

  it('tells every problem of a choice at once', () => {
    const problems = problemsOf({
      services: ['web', 'typo'],
      primary: 'db',
      set: { web: { size: 'big' }, 'search-index': { image: 'x:1' } },
    })
    expect(problems).to.have.length(5)
    for (const word of [
      'no service typo',
      'web.owner is needed',
      'web.size is not right',
      'search-index.image would have no effect',
      'db has nothing to show',
    ]) {
      expect(
        problems.some((message) => message.includes(word)),
        word,
      ).to.equal(true)
    }
  })

  it('tells what is missing as data, and stops there only when it is placed', () => {
    const composition = compose(services, { ...choice, set: {} })
    expect(composition.needs).to.deep.equal([{ service: 'web', key: 'owner', about: null, isEmail: true }])
    expect(composition.problems).to.deep.equal([])
    expect(() => place(composition, identity, instance, front))
      .to.throw('The choice of services is not right')
      .with.nested.property('problems[0].hints')
      .that.deep.equals(['--set web.owner=<value>'])
  })

  it('needs one primary', () => {
    const other = broken('other', { ports: { http: 1 }, ingress: { port: 'http', health: '/' } })
    const more = [...services, other]
    expect(problemsOf({}, more)).to.deep.equal(['The public URL can lead to other, web'])
    expect(problemsOf({ primary: 'web' }, more)).to.deep.equal([])
    expect(problemsOf({ services: ['db'], set: {} })).to.deep.equal([
      'None of these services has anything to show at a public URL',
    ])
    expect(problemsOf({ primary: 'nothing' })[0]).to.match(/^nothing is not among/)
  })

  it('does not put a service that needs a GPU on an instance without one', () => {
    const composition = compose([...services, broken('big', { gpu: 'required' })], choice)
    expect(() => place(composition, identity, instance, front))
      .to.throw('This instance does not do')
      .with.nested.property('problems[0].message', 'big needs an instance with a GPU')
    expect(place(composition, identity, { ...instance, gpu: true }, front).memoryMiB).to.equal(composition.memoryMiB)
  })

  it('does not place a service whose limits are others than it was chosen by', () => {
    const [container] = Object.values(broken('other', {}).containers({} as never))
    const growing = broken('growing', {
      containers: ({ site }) => ({ main: { ...container!, memoryMiB: site.host === '203.0.113.7' ? 2000 : 100 } }),
    })
    const placed = place(compose([...services, growing], choice), identity, instance, front)
    expect(() => placed.userData(where))
      .to.throw('memory limits depend on')
      .with.property('code', 'PLUGIN_INVALID')
  })

  it('checks what was composed, and blames a plugin for a script that is not there', () => {
    expect(problemsOf({ set: { web: { owner: 'a@example.com', image: 'web' } } })).to.deep.equal([
      'web: image web is not pinned by a tag or a digest',
    ])
    const lost = stackOf({}, [db, index, web])
    expect(() => lost.userData(where))
      .to.throw('could not be read')
      .with.property('code', 'PLUGIN_FAILED')
  })
})
