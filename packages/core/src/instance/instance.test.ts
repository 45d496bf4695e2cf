// The port to an instance: what is sent, and that an answer is believed only in the shape agreed on.
import { expect } from 'chai'
import { verbs } from '@geuse/instance-contract'
import { instanceBehind } from './instance.js'

const status = { stack: 's', bundle: 'b', state: 'ready', phase: 'ready', reason: null, phases: [], log: [] }

describe('instanceBehind', () => {
  it('sends the verb and its arguments as one command, and reads the answer', async () => {
    const sent: string[] = []
    const instance = instanceBehind((script) => {
      sent.push(script)
      return Promise.resolve(JSON.stringify(status))
    })
    expect(await instance.status({ lines: 3 })).to.deep.include(status)
    await instance.status()
    expect(sent).to.deep.equal([
      '#!/bin/bash\nexec /opt/geusemaker/current/gmctl status --lines=3',
      '#!/bin/bash\nexec /opt/geusemaker/current/gmctl status --lines=40',
    ])
  })

  it('has a method for each verb that can be called, and for no other', () => {
    const callable = Object.entries(verbs).flatMap(([name, row]) => ('answer' in row ? [name] : []))
    expect(Object.keys(instanceBehind(() => Promise.resolve('')))).to.have.members(callable)
  })

  for (const text of ['', 'bash: no such file', '{"state":"ready"}', '[]', '{"state":']) {
    it(`refuses ${JSON.stringify(text)} as an answer, with its beginning`, async () => {
      const error = await instanceBehind(() => Promise.resolve(text))
        .status()
        .catch((thrown: unknown) => thrown)
      expect(error).to.have.property('code', 'CLOUD_FAILED')
      expect(error).to.have.property('message').that.contains('no usable answer to gmctl status')
    })
  }

  it('says which part of an answer is wrong', async () => {
    const error = await instanceBehind(() => Promise.resolve('{"at":1}'))
      .health()
      .catch((thrown: unknown) => thrown)
    expect(error).to.have.property('message').that.contains('gmctl health (at: ')
  })
})
