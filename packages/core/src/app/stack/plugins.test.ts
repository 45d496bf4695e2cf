// What of a stack is from which plugin: recorded at a deploy, held against the plugins that are here, and told.
import type { Service, Tier } from '@geuse/plugin-api'
import { expect } from 'chai'
import { registryOf, type Registry } from '../../contributions/registry.js'
import { failureOf } from '../../contributions/failure.js'
import type { NodeRecord } from '../../state/document.js'
import { sampleDocument } from '../../testing/sample-document.js'
import { assertPlugins, missingParts, missingWarnings, neededToDeploy, recordPlugins } from './plugins.js'
import { thrown } from '../../testing/thrown.js'

const volumes = { home: { kind: 'shared', owner: 0 } } as const

function service(id: string): Service {
  return { id, volumes } as unknown as Service
}

function tier(id: string): Tier {
  return { id } as unknown as Tier
}

function origin(name: string, version: string) {
  return { name, version, bundled: false }
}

/** @param brought services and tiers of each plugin, by `name@version` */
function registry(brought: Readonly<Record<string, { services?: Service[]; tiers?: Tier[] }>>): Registry {
  const accepted = Object.entries(brought).map(([label, contribution]) => {
    const [name = '', version = ''] = label.split('@')
    return { plugin: origin(name, version), contribution: { api: '1.0' as const, ...contribution } }
  })
  return registryOf({ accepted, failures: [] })
}

const whole = registry({
  'acme@1.0.0': { services: [service('cache'), service('queue')], tiers: [tier('edge'), tier('far')] },
  'zeta@2.0.0': { services: [service('search')] },
})
const composition = { services: ['cache', 'search'].map((id) => ({ service: service(id), config: {} })) }
const document = sampleDocument({ tier: 'edge', plugins: recordPlugins(whole, 'edge', composition) })

function everything(): boolean {
  return true
}

describe('the plugins of a stack', () => {
  it('are recorded with what of the stack is from each, and nothing else of theirs', () => {
    expect(document.plugins).to.deep.equal([
      { name: 'acme', version: '1.0.0', tiers: ['edge'], services: [{ id: 'cache', volumes }] },
      { name: 'zeta', version: '2.0.0', tiers: [], services: [{ id: 'search', volumes }] },
    ])
  })

  it('are not missed while all are here, of whichever version and name', () => {
    const newer = registry({
      'acme@1.1.0': { services: [service('cache')], tiers: [tier('edge')] },
      'heir@1.0.0': { services: [service('search')] },
    })
    expect(missingParts(document, newer)).to.deep.equal([])
  })

  it('are told as one where several are missing, each with its parts and what brings it back', () => {
    const error = thrown(() => assertPlugins(document, registry({}), everything))
    expect(error.code).to.equal('PLUGIN_MISSING')
    expect(error.problems.map(({ message }) => message)).to.deep.equal([
      'service cache, tier edge of my-stack are from plugin acme@1.0.0, which is not installed',
      'service search of my-stack is from plugin zeta@2.0.0, which is not installed',
    ])
    expect(error.hints).to.deep.equal(['gm plugins install acme@1.0.0', 'gm plugins install zeta@2.0.0'])
  })

  it('are told by both versions where another one is here, without the part or failed', () => {
    const without = registry({ 'acme@3.0.0': { services: [service('queue')] }, 'zeta@2.0.0': {} })
    const failed = {
      ...registry({}),
      failures: [
        failureOf(origin('acme', '3.0.0'), new Error('no luck')),
        failureOf(origin('zeta', '2.0.0'), 'no zeal'),
      ],
    }
    expect(missingParts(document, without).map(({ reason }) => reason)).to.deep.equal([
      'is here as version 3.0.0, without it',
      'is here as version 2.0.0, without it',
    ])
    expect(missingParts(document, failed).map(({ reason, code }) => [reason, code])).to.deep.equal([
      ['is here as version 3.0.0 and failed: no luck', 'PLUGIN_FAILED'],
      ['failed: no zeal', 'PLUGIN_FAILED'],
    ])
    expect(thrown(() => assertPlugins(document, failed, ({ id }) => id === 'cache')).hints).to.deep.equal([
      'gm plugins uninstall acme && gm plugins install acme@1.0.0',
    ])
  })

  it('are needed for the resources that are still there', () => {
    const row = (status: NodeRecord['status']): NodeRecord =>
      ({ type: 'beacon', plugin: '@acme/beacons@1.0.0', status }) as unknown as NodeRecord
    const made = sampleDocument({ nodes: { one: row('ready'), two: row('destroying'), three: row('gone') } })
    expect(missingParts(made, whole)).to.deep.equal([
      {
        plugin: '@acme/beacons@1.0.0',
        code: 'PLUGIN_MISSING',
        reason: 'is not installed',
        installed: false,
        parts: [{ kind: 'resource', id: 'beacon' }],
      },
    ])
    expect(missingParts({ ...made, nodes: { three: row('gone') } }, whole)).to.deep.equal([])
  })

  it('are not needed for a tier and services that a deploy does not ask for any more', () => {
    const config = { tier: 'edge', services: ['cache', 'search'] }
    const needed = (wanted: typeof config): string[] => {
      const isNeeded = neededToDeploy(config, wanted)
      return missingParts(document, registry({})).flatMap(({ parts }) => parts.filter(isNeeded).map(({ id }) => id))
    }
    expect(needed(config)).to.deep.equal(['cache', 'edge', 'search'])
    expect(needed({ tier: 'dev', services: ['cache'] })).to.deep.equal(['cache'])
  })

  it('are worth a sentence each where a command goes on without them', () => {
    expect(missingWarnings(missingParts(document, registry({})), { tier: 'it is not checked' })).to.deep.equal([
      'service cache, tier edge are from plugin acme@1.0.0, which is not installed: it is not checked. ' +
        'To get it back: gm plugins install acme@1.0.0',
      'service search is from plugin zeta@2.0.0, which is not installed. To get it back: gm plugins install zeta@2.0.0',
    ])
  })
})
