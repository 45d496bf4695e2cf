// What is taken for a slip: few edits for the length of the word, or two neighbours swapped.
import { expect } from 'chai'
import { didYouMean } from './did-you-mean.js'

const commands = ['deploy', 'destroy', 'list', 'status', 'services', 'tiers', 'dev']

const slips: Record<string, string> = {
  depoly: 'deploy',
  destory: 'destroy',
  lsit: 'list',
  dve: 'dev',
  STATUS: 'status',
  servics: 'services',
  tier: 'tiers',
}

describe('did you mean', () => {
  for (const [typed, meant] of Object.entries(slips))
    it(`${meant}, for ${typed}`, async () =>
      expect(await didYouMean(typed, commands)).to.equal(` - did you mean ${meant}?`))

  for (const typed of ['qwertyuiop', 'let', 'x', ''])
    it(`nothing, for '${typed}'`, async () => expect(await didYouMean(typed, commands)).to.equal(''))

  it('the nearest of several', async () => {
    expect(await didYouMean('eu-west-9', ['eu-east-1', 'eu-west-1'])).to.contain('eu-west-1')
  })
})
