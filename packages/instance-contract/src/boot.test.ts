// What the tag of an instance says.
import { expect } from 'chai'
import { failedTag, readPhaseTag } from './boot.js'

describe('readPhaseTag', () => {
  it('reads every form', () => {
    expect(readPhaseTag(undefined)).to.deep.equal({ state: 'booting', phase: undefined })
    expect(readPhaseTag('mount')).to.deep.equal({ state: 'booting', phase: 'mount' })
    expect(readPhaseTag('ready')).to.deep.equal({ state: 'ready' })
    expect(readPhaseTag(failedTag('mount'))).to.deep.equal({ state: 'failed', phase: 'mount' })
    expect(readPhaseTag('drained')).to.deep.equal({ state: 'drained' })
    expect(failedTag('mount')).to.equal('failed:mount')
  })
})
