// The compose document: what services declared, and what the host adds whatever they declare.
import { expect } from 'chai'
import { parse } from 'yaml'
import type { Site } from '@geuse/plugin-api'
import { composeDocument, documentYaml } from './document.js'
import { composeAll, db, index, instance, site, web } from './sample.test.js'

const services = [db, index, web]

function document(where: Site = site) {
  return composeDocument(composeAll(services, where), { primary: web, site: where, certificate: 'trusted' }, instance)
}

describe('composeDocument', () => {
  it('has every container, one-shot and the reverse proxy', () => {
    expect(Object.keys(document().services)).to.deep.equal([
      'db',
      'db-for-web-store',
      'search-index',
      'web',
      'web-worker',
      'edge',
    ])
  })

  it('hardens all of them', () => {
    for (const [name, service] of Object.entries(document().services)) {
      expect(service.logging?.options, name).to.deep.equal({ 'max-file': '3', 'max-size': '10m' })
      expect(service.mem_limit, name).to.match(/^\d+m$/)
      expect(service.security_opt, name).to.deep.equal(['no-new-privileges:true'])
      expect(service.restart, name).to.equal(name.includes('-for-') ? 'no' : 'unless-stopped')
      expect(service.cap_drop, name).to.include(name === 'search-index' ? 'NET_RAW' : 'ALL')
    }
  })

  it('publishes on the loopback, main containers only, and nothing that is internal', () => {
    const { db: one, web: other, 'web-worker': worker, edge } = document().services
    expect([one?.ports, other?.ports, worker?.ports]).to.deep.equal([
      ['127.0.0.1:5432:5432'],
      ['127.0.0.1:8080:8080'],
      undefined,
    ])
    expect(edge?.ports).to.deep.equal(['80:80', '443:443'])
  })

  it('lets containers reach only what they use', () => {
    const networks = Object.fromEntries(
      Object.entries(document().services).map(([name, service]) => [name, service.networks]),
    )
    expect(networks).to.deep.equal({
      db: ['db'],
      'db-for-web-store': ['db'],
      'search-index': ['search-index'],
      web: ['db', 'search-index', 'web'],
      'web-worker': ['web'],
      edge: ['web'],
    })
    expect(Object.keys(document().networks)).to.deep.equal(['db', 'search-index', 'web'])
  })

  it('gives secrets as files that must be there', () => {
    expect(
      document().services['web']?.volumes?.map(({ source, target, read_only, bind }) => [
        source,
        target,
        read_only,
        bind.create_host_path,
      ]),
    ).to.deep.equal([
      ['/run/geusemaker/secrets/web/find', '/run/secrets/find', true, false],
      ['/run/geusemaker/secrets/web/store', '/run/secrets/store', true, false],
      ['/run/geusemaker/secrets/web/token', '/run/secrets/token', true, false],
    ])
    expect(JSON.stringify(document())).not.to.contain('@@')
  })

  it('tells a consumer where its account is', () => {
    expect(document().services['web']?.environment).to.include({
      DB: 'db:5432/web_store',
      FIND: '/run/secrets/find',
      URL: site.url,
    })
    expect(document().services['db-for-web-store']?.environment).to.include({
      PROVISION_USER: 'web_store',
      PROVISION_HOST: 'db',
    })
  })

  it('makes a health check of an exec probe', () => {
    expect(document().services['db']?.healthcheck)
      .to.include({ timeout: '3s' })
      .and.deep.include({ test: ['CMD', 'ready', '--now'] })
    expect(document().services['search-index']).not.to.have.property('healthcheck')
  })

  it('reserves a GPU only where there is one', () => {
    const edge = { primary: web, site, certificate: 'trusted' } as const
    expect(document().services['search-index']).not.to.have.property('deploy')
    expect(
      composeDocument(composeAll(services), edge, { ...instance, gpu: true }).services['search-index'],
    ).to.have.property('deploy')
  })

  it('hands any text of an environment to its container, past YAML and past compose', () => {
    const value = `$HOME \${X:-y} $$ "q" 'a' \\n {b}: [#] & * ! | > %\\ - \n- x\t\u00e9 no`
    const base = document()
    const hostile = {
      ...base,
      services: { ...base.services, web: { ...base.services['web']!, environment: { X: value } } },
    }
    for (const version of ['1.1', '1.2'] as const) {
      const read = parse(documentYaml(hostile), { version }) as typeof hostile
      // Compose takes two for one, and what follows one for a variable.
      expect(read.services.web.environment['X']?.replaceAll('$$', () => '$')).to.equal(value)
    }
  })

  it('is the same text for the same input, and survives YAML of either age', () => {
    const text = documentYaml(document())
    expect(text).to.equal(documentYaml(document()))
    expect(text).to.contain('PRICE: $$5')
    for (const version of ['1.1', '1.2'] as const) {
      const read = parse(text, { version }) as ReturnType<typeof document>
      expect(read.services['db-for-web-store']?.restart).to.equal('no')
      expect(read.services['edge']?.ports).to.deep.equal(['80:80', '443:443'])
    }
  })
})
