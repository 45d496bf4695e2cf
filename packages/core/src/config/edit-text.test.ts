// What a person wrote around an option stays, whatever is changed.
import { expect } from 'chai'
import { editText, saysAnything } from './edit-text.js'

const yaml = `# my stack
tier: dev # the small one

services: [n8n]
set:
  n8n:
    # me
    owner-email: "a@example.com"
`

describe('an edit of a file of options', () => {
  it('leaves the rest of a YAML file as it was: comments, order, empty lines', () => {
    expect(editText('a.yaml', yaml, ['tier'], 'automation')).to.equal(yaml.replace('tier: dev', 'tier: automation'))
    expect(editText('a.yaml', yaml, ['set', 'n8n', 'owner-email'], 'b@example.com')).to.equal(yaml.replace('a@', 'b@'))
    expect(editText('a.yaml', yaml, ['region'], 'eu-west-1')).to.equal(`${yaml}region: eu-west-1\n`)
  })

  it('takes an option out, and what is empty without it', () => {
    const without = editText('a.yaml', yaml, ['set', 'n8n', 'owner-email'], undefined)
    expect(without).to.equal(yaml.slice(0, yaml.indexOf('set:')))
    expect([saysAnything(yaml, ['set', 'n8n']), saysAnything(without, ['set'])]).to.deep.equal([true, false])
  })

  it('begins a file, in YAML or in JSON', () => {
    expect(editText('a.yaml', '', ['set', 'n8n', 'x'], true)).to.equal('set:\n  n8n:\n    x: true\n')
    expect(editText('a.json', '', ['ui', 'x'], false)).to.equal('{\n  "ui": {\n    "x": false\n  }\n}\n')
    expect(editText('a.json', '{"a": "1"}', ['a'], undefined)).to.equal('{}\n')
  })

  it('refuses a text that is neither', () => {
    expect(() => editText('a.yaml', 'a: [', ['b'], 1)).to.throw()
  })
})
