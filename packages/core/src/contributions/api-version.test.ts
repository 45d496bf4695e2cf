// The rule of versions: the same major, and a minor not above the host's.
import { expect } from 'chai'
import { apiFault } from './api-version.js'

const plugin = { name: 'acme', version: '1.0.0', bundled: false }

describe('the version of the contract', () => {
  for (const api of ['2.0', '2.1', '2.3']) {
    it(`accepts ${api} where gm has 2.3`, () => expect(apiFault(api, plugin, '2.3')).to.equal(undefined))
  }
  for (const api of ['2.4', '3.0', '2.10']) {
    it(`asks for a newer gm for ${api} where gm has 2.3`, () => {
      const fault = apiFault(api, plugin, '2.3')
      expect(fault?.message).to.contain(`version ${api} of the contract`).and.to.contain('this gm has 2.3')
      expect(fault?.hints).to.deep.equal(['npm install --global @geuse/cli@latest'])
    })
  }
  it('asks for a newer plugin for 1.9 where gm has 2.3', () => {
    expect(apiFault('1.9', plugin, '2.3')?.hints).to.deep.equal(['gm plugins install acme@latest'])
  })
  for (const api of [1, '1', '1.x', undefined, '1.0.0']) {
    it(`refuses ${String(api)}, which is no version`, () =>
      expect(apiFault(api, plugin, '1.0')?.message).to.contain('must be a version'))
  }
})
