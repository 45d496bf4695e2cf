// Who is looked at when: what came with gm by the build, everything as soon as anything else is there.
import { expect } from 'chai'
import type { HostPlugin, PluginHost } from './collect.js'
import { loadRegistry } from './load.js'

/** A check without the function that runs it. */
const broken = { api: '1.0', checks: [{ id: 'moon', title: 'Moon' }] }
const sound = { api: '1.0' }

function hostOf(contributions: Readonly<Record<string, { readonly type: string; readonly result: unknown }>>) {
  const plugins = Object.entries(contributions).map(([name, { type }]): [string, HostPlugin] => [
    name,
    { name, version: '1.0.0', type, hooks: { 'gm:contribute': [{}] } },
  ])
  const successes = Object.entries(contributions).map(([name, { result }]) => ({ plugin: { name }, result }))
  return { plugins: new Map(plugins), runHook: async () => ({ successes, failures: [] }) } satisfies PluginHost
}

describe('loadRegistry', () => {
  const own = hostOf({ own: { type: 'core', result: broken } })

  it('takes what came with gm as the build has found it', async () => {
    const { checks, failures } = await loadRegistry(own)
    expect([...checks.keys()]).to.deep.equal(['moon'])
    expect(failures).to.deep.equal([])
  })

  it('looks at what comes with gm for the build', async () => {
    const { failures } = await loadRegistry(own, { checkBundled: true })
    expect(failures.map(({ plugin }) => plugin.name)).to.deep.equal(['own'])
  })

  it('looks at everything as soon as another plugin is there', async () => {
    const both = hostOf({ own: { type: 'core', result: broken }, acme: { type: 'user', result: sound } })
    const { failures, plugins } = await loadRegistry(both)
    expect(failures.map(({ plugin }) => plugin.name)).to.deep.equal(['own'])
    expect(plugins.map(({ name }) => name)).to.deep.equal(['acme'])
  })

  it('looks at a plugin of somebody else, also where it is alone', async () => {
    const { failures } = await loadRegistry(hostOf({ acme: { type: 'link', result: broken } }))
    expect(failures.map(({ plugin }) => plugin.name)).to.deep.equal(['acme'])
  })
})
