// Names that fit and never meet; tags that tell ours from a stranger of the same name.
import { expect } from 'chai'
import { nameLimits, parameterPath, uniqueName } from './names.js'
import { isOurs, tagsOf } from './tags.js'

const stack = {
  name: 'my-stack',
  id: '0a1b2c3d-0000-4000-8000-000000000001',
  region: 'eu-west-1',
  accountId: '123456789012',
}

describe('names', () => {
  it('keeps within what AWS takes, whatever the stack is called', () => {
    const long = { ...stack, name: 'a'.repeat(64) }
    expect(uniqueName(long, 'instance', nameLimits.iam)).to.have.length(nameLimits.iam)
    expect(uniqueName(long, 'instance', nameLimits.iam)).to.match(/-0a1b2c3d-instance$/)
  })

  it('tells two stacks of one name apart', () => {
    expect(uniqueName(stack, 'instance', 64)).to.not.equal(
      uniqueName({ ...stack, id: 'ffffffff-0000-4000-8000-000000000001' }, 'instance', 64),
    )
    expect(parameterPath(stack)).to.equal('/geusemaker/my-stack-0a1b2c3d')
  })
})

describe('tags', () => {
  it('makes ours what carries the UUID, and not what carries the name', () => {
    expect(isOurs(tagsOf({ stack, node: 'vpc', generation: 0 }), stack)).to.equal(true)
    expect(isOurs(tagsOf({ stack: { ...stack, id: 'another' }, node: 'vpc', generation: 0 }), stack)).to.equal(false)
    expect(isOurs(undefined, stack)).to.equal(false)
  })
})
