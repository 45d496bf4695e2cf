// What an organisation demands, as a person types it, as a file holds it, as a document stores it.
import { expect } from 'chai'
import { readTags, strayKey } from './governance.js'

const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000000'

describe('config/governance', () => {
  for (const raw of [
    ['team=data', 'cost-center=12=3'],
    'team=data,cost-center=12=3',
    { team: 'data', 'cost-center': '12=3' },
  ])
    it(`reads tags, in the order of their keys: ${JSON.stringify(raw)}`, () => {
      expect(readTags(raw)).to.deep.equal({ value: { 'cost-center': '12=3', team: 'data' } })
    })

  const wrong: readonly (readonly [raw: unknown, expected: RegExp])[] = [
    ['team', /like cost-center=1234/],
    ['aws:team=data', /as AWS takes them/],
    [{ team: 'x'.repeat(257) }, /as AWS takes them/],
    ['team=<data>', /as AWS takes them/],
    ['geusemaker:stack=mine', /gm's own/],
    [['name=mine'], /gm's own/],
    [Array.from({ length: 41 }, (_none, index) => `tag-${index}=x`), /40 tags at most/],
  ]
  for (const [raw, expected] of wrong)
    it(`refuses what AWS or gm could not do with: ${JSON.stringify(raw).slice(0, 40)}`, () => {
      expect(readTags(raw)).to.have.property('expected').that.matches(expected)
    })

  it('refuses a key of another region', () => {
    expect(strayKey({ kmsKey, region: 'eu-west-1' })).to.deep.equal([])
    expect(strayKey({ kmsKey, region: 'us-east-1' })).to.deep.equal([
      'the key is in eu-west-1, and the stack in us-east-1',
    ])
    expect(strayKey({ region: 'us-east-1' })).to.deep.equal([])
  })
})
