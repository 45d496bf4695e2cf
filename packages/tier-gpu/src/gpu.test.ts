// What the tier has of its own beside what it takes over from `cdn`.
import { expect } from 'chai'
import { gpu } from './gpu.js'

const usual = { market: 'spot' } as const

describe('tier gpu', () => {
  it('needs types with a GPU, and the image that brings a driver along', () => {
    const { image, instance, network } = gpu.needs(usual)
    expect(image).to.match(/^\/aws\/service\/deeplearning\/ami\/x86_64\/.*nvidia.*\/latest\/ami-id$/)
    expect(instance).to.deep.include({ gpu: true, arch: 'x86_64', types: ['g6.xlarge', 'g5.xlarge', 'g4dn.xlarge'] })
    expect(network).to.include({ zones: 2 })
  })

  it('takes a type that somebody wants', () => {
    expect(gpu.needs({ ...usual, instanceType: 'g6e.xlarge' }).instance.types).to.deep.equal(['g6e.xlarge'])
  })
})
