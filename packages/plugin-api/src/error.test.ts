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

describe('GmError.all', () => {
  const denied = new GmError('DENIED', 'no', { hints: ['gm iam'] })
  const busy = new GmError('STACK_BUSY', 'wait')
  const invalid = new GmError('PLUGIN_INVALID', 'odd')

  it('takes the code of the gravest and leaves each problem its own hints', () => {
    const all = GmError.all('two problems', [denied, busy], { hints: ['gm help'] })
    expect(all).to.include({ code: 'STACK_BUSY', message: 'two problems' })
    expect(all.problems).to.deep.equal([denied, busy])
    expect(all.hints).to.deep.equal(['gm help'])
    expect(GmError.all('three', [denied, busy, invalid]).code).to.equal('PLUGIN_INVALID')
  })

  it('is a mistake of ours when there is no problem at all', () => {
    expect(GmError.all('none', []).code).to.equal('BUG')
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
