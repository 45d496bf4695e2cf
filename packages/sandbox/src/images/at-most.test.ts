// Works that end when the test says so.
import { expect } from 'chai'
import { atMost } from './at-most.js'

describe('atMost', () => {
  it('starts so many, and the next as soon as one has ended or failed', async () => {
    const begun: number[] = []
    const end = new Map<number, (error?: Error) => void>()
    const turn = atMost(2)
    const works = [0, 1, 2, 3].map((id) =>
      turn(() => {
        begun.push(id)
        return new Promise<void>((resolve, reject) => end.set(id, (error) => (error ? reject(error) : resolve())))
      }).catch(() => undefined),
    )
    await Promise.resolve()
    expect(begun).to.deep.equal([0, 1])
    end.get(1)?.(new Error('failed'))
    await works[1]
    expect(begun).to.deep.equal([0, 1, 2])
    end.get(0)?.()
    await works[0]
    expect(begun).to.deep.equal([0, 1, 2, 3])
    end.get(2)?.()
    end.get(3)?.()
    await Promise.all(works)
  })
})
