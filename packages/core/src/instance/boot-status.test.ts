// What a machine answers is believed only in the shape agreed on.
import { expect } from 'chai'
import { bootPhases, readBootStatus, readPhaseTag } from './boot-status.js'
import { controlScript, readHealth } from './control.js'
import { ownFile } from './own-files.js'

describe('readPhaseTag', () => {
  it('reads every form', () => {
    expect(readPhaseTag(undefined)).to.deep.equal({ state: 'booting', phase: undefined })
    expect(readPhaseTag('mount')).to.deep.equal({ state: 'booting', phase: 'mount' })
    expect(readPhaseTag('ready')).to.deep.equal({ state: 'ready' })
    expect(readPhaseTag('failed:mount')).to.deep.equal({ state: 'failed', phase: 'mount' })
  })
})

describe('answers', () => {
  it('are refused when they are something else, with their beginning', () => {
    for (const text of ['', 'bash: no such file', '{"state":"ready"}', '[]', '{"state":']) {
      expect(() => readBootStatus(text), text)
        .to.throw('no usable answer to gmctl status')
        .with.property('code', 'CLOUD_FAILED')
    }
    expect(() => readHealth('{"at":1}')).to.throw('gmctl health (at: ')
  })
})

describe('controlScript', () => {
  it('is exactly what was agreed on', () => {
    expect(controlScript('status')).to.equal('#!/bin/bash\nexec /opt/geusemaker/current/gmctl status')
  })
})

describe('bootPhases', () => {
  it('are those of the script', () => {
    const named = [...ownFile('gm-boot.sh').matchAll(/^phase_(\w+)\(\)/gm)].map(([, name]) => name)
    expect(named).to.have.members([...bootPhases])
  })
})
