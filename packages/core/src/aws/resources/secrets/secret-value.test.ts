// A secret never shows itself, and is made of what it was declared to be.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { generate, SecretValue } from './secret-value.js'

describe('a secret value', () => {
  it('prints, logs and serialises as [secret]', () => {
    const secret = new SecretValue('hunter2')
    const shown = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { showHidden: true, depth: 9 }),
    ].join(' ')
    expect(shown).to.contain('[secret]').and.not.contain('hunter2')
    expect(secret.reveal()).to.equal('hunter2')
  })

  it('holds a digit and a capital where it is alnum, hexadecimal digits where it is hex', () => {
    for (let round = 0; round < 200; round += 1) {
      expect(generate({ length: 8, alphabet: 'alnum' }).reveal()).to.match(/^(?=.*\d)(?=.*[A-Z])[A-Za-z0-9]{8}$/)
      expect(generate({ length: 32, alphabet: 'hex' }).reveal()).to.match(/^[0-9a-f]{32}$/)
    }
  })
})
