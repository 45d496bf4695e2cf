// What refusals name: only what there is, and what can be typed.
import { expect } from 'chai'
import type { Document } from '../state/document.js'
import { thrown } from '../testing/thrown.js'
import { needsAgreement } from './destroy/destroy.js'
import { unknownStack } from './stack/unknown.js'
import { intentOf, type Wish } from './deploy/intent.js'

function standing(status: Document['status']): Document {
  return { status, stack_name: 'my-stack', last_healthy_state: null } as Document
}

describe('app/refusals', () => {
  it('name the stacks that there are, and the one that was meant', async () => {
    expect((await unknownStack('tow', ['one', 'two'])).message).to.equal(
      'there is no stack tow on this computer; there are: one, two - did you mean two?',
    )
    const many = Array.from({ length: 10 }, (_, index) => `stack-${index}`)
    expect((await unknownStack('nothing-like-it', many)).message).to.match(/stack-7 and 2 more\. Documents/)
    expect((await unknownStack('one', [])).hints).to.deep.equal([
      'aws resourcegroupstaggingapi get-resources --tag-filters Key=geusemaker:stack,Values=one',
    ])
  })

  it('say what finishes a run of another command that did not end', () => {
    const refused = (status: Document['status'], wish: Wish) => thrown(() => intentOf(standing(status), [], wish)).hints
    expect(refused('updating', 'deploy').join(' '))
      .to.contain('gm update my-stack')
      .and.to.contain('gm rollback my-stack')
    for (const wish of ['deploy', 'update', 'plan'] as const)
      expect(refused('destroying', wish)).to.deep.equal(['gm destroy my-stack'])
    expect(refused('rolling_back', 'update')).to.deep.equal(['gm rollback my-stack   # finishes that'])
    expect(refused('failed', 'update')).to.deep.equal(['gm deploy my-stack'])
    expect(refused('destroyed', 'update')).to.deep.equal(['gm deploy my-stack'])
  })

  it('ask before a destroy only where something can be lost', () => {
    const nothing = { document: standing('destroyed'), toDestroy: [], kept: ['efs'], deleteData: false }
    expect(needsAgreement(nothing)).to.equal(false)
    expect(needsAgreement({ ...nothing, deleteData: true })).to.equal(true)
    expect(needsAgreement({ ...nothing, toDestroy: ['vpc'] })).to.equal(true)
    expect(needsAgreement({ ...nothing, document: standing('failed') })).to.equal(true)
  })
})
