// What commands read: items by id with their plugin, and the rule for failed plugins.
import type { Sink, Tier } from '@geuse/plugin-api'
import { expect } from 'chai'
import type { Accepted } from './accepted.js'
import { failureOf, invalid } from './failure.js'
import type { Origin } from './origin.js'
import { registryOf } from './registry.js'
import { thrown } from '../testing/thrown.js'

const acme: Origin = { name: 'acme', version: '1.0.0', bundled: false }
const own: Origin = { name: '@geuse/own', version: '0.1.0', bundled: true }

function sink(id: string): Sink {
  return { id, listen: () => undefined }
}

function tier(id: string): Tier {
  return {
    id,
    title: id,
    options: (z) => z.object({}),
    needs: () => ({ instance: { market: 'spot' } }),
    front: () => ({ tlsEnd: 'edge', hops: 1, ports: [443] }),
    build: () => ({ id: 'end' }),
    publish: () => ({ url: null }),
  }
}

describe('a registry', () => {
  const accepted: Accepted[] = [
    {
      plugin: own,
      contribution: { api: '1.0', tiers: [tier('alb'), tier('dev')], sinks: [sink('z'), sink('m')] },
    },
    { plugin: acme, contribution: { api: '1.0', tiers: [tier('cdn')], sinks: [sink('a')] } },
  ]

  it('holds items by id, in the order of ids, with the plugin that each is from', () => {
    const registry = registryOf({ accepted, failures: [] })
    expect([...registry.sinks.keys()]).to.deep.equal(['a', 'm', 'z'])
    expect([...registry.tiers.keys()]).to.deep.equal(['alb', 'cdn', 'dev'])
    expect(registry.sinks.get('a')?.plugin).to.equal(acme)
    expect(registry.plugins).to.deep.equal([own, acme])
    expect(registry.services.size + registry.checks.size + registry.resources.size).to.equal(0)
  })

  it('lets everything through while no plugin failed', () => {
    const registry = registryOf({ accepted, failures: [] })
    registry.assertNoFailures()
    expect(registry.warnings()).to.deep.equal([])
  })

  it('stops for one failed plugin, with version, cause and the command that removes it', () => {
    const cause = new Error('no such luck\n  at somewhere')
    const error = thrown(() => registryOf({ accepted, failures: [failureOf(acme, cause)] }).assertNoFailures())
    expect(error).to.include({
      code: 'PLUGIN_FAILED',
      fault: 'plugin',
      plugin: 'acme@1.0.0',
      message: 'The plugin acme@1.0.0 failed: no such luck',
      cause,
    })
    expect(error.hints).to.deep.equal(['gm plugins uninstall acme'])
  })

  it('names every plugin when several failed', () => {
    const failures = [failureOf(acme, new Error('a')), invalid(own, [{ message: 'b', hints: ['c'] }])]
    const error = thrown(() => registryOf({ accepted: [], failures }).assertNoFailures())
    expect(error).to.include({ code: 'PLUGIN_FAILED', message: '2 plugins failed: acme@1.0.0, @geuse/own@0.1.0' })
    expect(error.hints).to.deep.equal(['gm plugins uninstall acme', 'c', 'npm install --global @geuse/cli'])
    expect(error.problems).to.have.length(2)
  })

  it('says which plugins were left out, for commands that go on', () => {
    const [warning] = registryOf({ accepted: [], failures: [failureOf(acme, new Error('oh'))] }).warnings()
    expect(warning).to.equal(
      'The plugin acme@1.0.0 failed: oh. It is left out. To remove it: gm plugins uninstall acme',
    )
  })
})
