// Names of stacks at the edges of the rule.
import { expect } from 'chai'
import { isGmError } from '@geuse/plugin-api'
import { checkStackName, validStackName } from './stack-name.js'

describe('app/stack-name', () => {
  for (const name of ['abc', 'my-stack', 'a1-', `a${'b'.repeat(63)}`].map((text) => text.replace(/-$/, '-x')))
    it(`takes ${name}`, () => expect(checkStackName(name)).to.equal(name))
  for (const name of [
    '',
    'ab',
    'a'.repeat(65),
    '1abc',
    '-abc',
    'abc-',
    'My-stack',
    'my_stack',
    'my stack',
    'abc\n',
    '../etc',
  ]) {
    it(`refuses ${JSON.stringify(name)}`, () =>
      expect(() => checkStackName(name)).to.throw('cannot be the name of a stack'))
  }
  it('says what is wrong at a question, and forgives a blank around a name', () => {
    expect(validStackName(' my-stack ')).to.equal(true)
    expect(validStackName('My_Stack')).to.be.a('string')
  })
  it('proposes a name that would do', () => {
    try {
      checkStackName('My_Stack-')
    } catch (error) {
      expect(isGmError(error) && error.hints).to.deep.equal(['try my-stack'])
    }
  })
})
