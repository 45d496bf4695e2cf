// The reverse proxy for every kind of address.
import { expect } from 'chai'
import { caddyfile, edgeContainer } from './edge.js'
import { siteAt } from '../model/site.js'
import { site, web } from './sample.test.js'

const named = { ...site, host: 'n8n.example.com', url: 'https://n8n.example.com' }

function file(where = site, certificate: 'trusted' | 'internal' = 'trusted') {
  return caddyfile({ primary: web, site: where, certificate })
}

describe('caddyfile', () => {
  it('asks for a short-lived certificate for an address, and has its own until then', () => {
    expect(file()).to.match(
      /^https:\/\/203\.0\.113\.7 \{\n\ttls \{\n\t\tissuer acme \{[^}]*profile shortlived\n\t\t\}\n\t\tissuer internal\n/m,
    )
    expect(file()).to.contain('\tdefault_sni 203.0.113.7\n')
  })

  it('leaves a name to what Caddy does by itself', () => {
    expect(file(named)).to.contain('https://n8n.example.com {\n\treverse_proxy web:8080 {')
    expect(file(named)).not.to.match(/default_sni|issuer/)
  })

  it('signs by itself when told so, and speaks HTTP when told so', () => {
    expect(file(named, 'internal')).to.contain('\ttls internal\n')
    const plain = siteAt('203.0.113.7', { tlsEnd: 'nowhere', hops: 1 })
    expect(file(plain)).to.contain('http://203.0.113.7 {').and.not.to.contain('tls')
    expect(edgeContainer({ primary: web, site: plain, certificate: 'trusted' }).ports).to.deep.equal(['80:80'])
  })

  it('speaks HTTP to any name behind a load balancer, and believes its headers', () => {
    for (const tlsEnd of ['proxy', 'nowhere'] as const) {
      const behind = siteAt('n8n.example.com', { tlsEnd, hops: 2 })
      expect(file(behind))
        .to.contain('\n:80 {\n\treverse_proxy')
        .and.to.contain('trusted_proxies static private_ranges')
      expect(edgeContainer({ primary: web, site: behind, certificate: 'trusted' }).ports).to.deep.equal(['80:80'])
    }
  })

  it('has no way to be administered, keeps idle connections and holds nothing back', () => {
    expect(file()).to.contain('admin off').and.to.contain('idle 600s').and.to.contain('flush_interval -1')
  })

  it('turns away who comes around the proxy that has the origin secret, and keeps that to itself', () => {
    const behind = siteAt('d1.cloudfront.net', { tlsEnd: 'proxy', hops: 3 })
    const input = { primary: web, site: behind, certificate: undefined, originSecret: true } as const
    expect(caddyfile(input))
      .to.contain('\t@around {\n\t\tnot header X-Geusemaker-Origin {file./run/secrets/origin}\n\t\tnot path /ready\n')
      .and.to.contain('\trespond @around 403\n')
      .and.to.contain('\t\theader_up -X-Geusemaker-Origin\n')
      .and.to.contain('\t\theader_up X-Forwarded-Proto https\n')
    const secret = edgeContainer(input).volumes?.find(({ target }) => target === '/run/secrets/origin')
    expect(secret).to.include({ source: '/run/geusemaker/secrets/edge/origin', read_only: true })
    expect(edgeContainer({ ...input, originSecret: false }).volumes).to.have.length(2)
  })
})
