// Lines as bash cuts them, and what it keeps of a word.
import { expect } from 'chai'
import { dialectOf } from './shells.js'

const breaks = ' \t\n"\'><=;|&(:'

describe('a line', () => {
  const lines: Record<string, readonly string[]> = {
    'gm ': [''],
    'gm status my': ['status', 'my'],
    'gm  deploy   x ': ['deploy', 'x', ''],
    'gm deploy x --set "n8n.a=b c': ['deploy', 'x', '--set', 'n8n.a=b c'],
    "gm deploy 'x' ": ['deploy', 'x', ''],
  }
  for (const [line, words] of Object.entries(lines))
    it(`of bash and PowerShell is cut into words: ${line}`, () => {
      expect(dialectOf('bash')?.words([breaks, line])).to.deep.equal(words)
      expect(dialectOf('powershell')?.words([line])).to.deep.equal(words)
    })

  for (const [line, where, told] of [
    ['gm deploy x --set=n8n.i', breaks, 'n8n.image='],
    ['gm deploy x --set=n8n.i', ' ', '--set=n8n.image='],
  ] as const)
    it(`is answered with what follows the last break: ${JSON.stringify(where)}`, () => {
      const answer = [{ value: '--set=n8n.image=', about: '' }]
      expect(dialectOf('bash')?.lines(answer, [where, line])).to.deep.equal([told])
    })

  it('is of no shell that is not known', () => expect(dialectOf('toString')).to.equal(undefined))
})
