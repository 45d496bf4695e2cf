// A failure that gains hints or problems on its way up must lose nothing that it came with.
import { expect } from 'chai'
import { asGmError, GmError } from './error.js'

describe('GmError.with', () => {
  it('changes what is given and keeps everything else', () => {
    const cause = new Error('below')
    const problems = [new GmError('BUG', 'one')]
    const error = new GmError('PLUGIN_FAILED', 'it failed', { hints: ['a'], plugin: 'p@1.0.0', cause, problems })
    const changed = error.with({ hints: ['b'] })
    expect(changed).to.include({ code: 'PLUGIN_FAILED', message: 'it failed', plugin: 'p@1.0.0', cause, problems })
    expect(changed.hints).to.deep.equal(['b'])
    expect(error.hints).to.deep.equal(['a'])
  })
})

describe('asGmError', () => {
  it('takes a failure of another copy of the package, whatever that copy lacks', () => {
    const foreign = Object.create(Error.prototype, {
      [Symbol.for('geuse.error')]: { value: true },
      ...Object.getOwnPropertyDescriptors({ code: 'DENIED', message: 'no', hints: ['a'], problems: [] }),
    }) as GmError
    const ours = asGmError(foreign).with({ hints: ['b'] })
    expect(ours).to.be.instanceOf(GmError)
    expect(ours.toJSON()).to.deep.include({ code: 'DENIED', message: 'no', hints: ['b'] })
  })
})
