// From typed strings to a checked config.
import { expect } from 'chai'
import { configure } from './settings.js'
import { broken, web } from './sample.test.js'

function given(raw: Record<string, string>) {
  return configure(web, { owner: 'a@example.com', ...raw })
}

function messages(raw: Record<string, string>) {
  return given(raw).problems.map(({ message }) => message)
}

describe('configure', () => {
  it('gives defaults', () => {
    expect(given({}).config).to.deep.equal({
      owner: 'a@example.com',
      models: ['small'],
      size: 1,
      open: false,
      image: 'registry.example:5000/web:3',
    })
  })

  it('makes what the schema asks for', () => {
    expect(given({ models: 'a, b,', size: '2.5', open: 'true', image: '5' }).config).to.include({
      size: 2.5,
      open: true,
      image: '5',
    })
    expect(given({ models: 'a, b,' }).config).to.deep.include({ models: ['a', 'b'] })
  })

  it('names every key that is unknown, wrong or needed', () => {
    expect(messages({ modles: 'a', size: 'big', open: 'perhaps' })).to.have.length(3)
    expect(messages({ modles: 'a' })).to.deep.equal([
      'web has no setting modles; it has: image, models, open, owner, size',
    ])
    expect(messages({ size: '' })[0]).to.match(/^web.size is not right: /)
    const { needs, problems } = configure(web, {})
    expect(needs).to.deep.equal([{ service: 'web', key: 'owner', about: null, isEmail: true }])
    expect(problems).to.deep.equal([])
  })

  it('blames the plugin for a schema that throws', () => {
    const service = broken('bad', {
      config: () => {
        throw new Error('oh')
      },
    })
    expect(() => configure(service, {}))
      .to.throw('The schema of service bad')
      .with.property('code', 'PLUGIN_FAILED')
  })
})
