// A machine that ends while rows are written, in short; `npm run replacements -- 20` does it at length.
import { expect } from 'chai'
import { onRealMachines } from '../support/real-machines.js'
import { RealStack } from '../support/real-stack.js'
import { replaceOnce, told, withVectors } from './replacements.js'

onRealMachines(
  'a real machine that ends while rows are written',
  function () {
    this.timeout(30 * 60_000)
    let stack: RealStack
    before(async () => {
      stack = await RealStack.open(withVectors)
      await stack.deploy()
    })
    after(() => stack.close())

    it('and its host is lost: every row that was acknowledged is there, and the points of the last checkpoint', async function () {
      const lost = await replaceOnce(stack, 1, 'kill')
      if (this.test) this.test.title += ` (${told(lost)})`
      expect(lost.missing).to.equal(0)
      expect(lost.points.after).to.equal(lost.points.checkpoint)
      expect(lost.points.end).to.be.greaterThan(lost.points.checkpoint)
    })

    it('and EC2 ends it: every row is there, and every point, as it copied them at its end', async function () {
      const ended = await replaceOnce(stack, 2, 'terminate')
      if (this.test) this.test.title += ` (${told(ended)})`
      expect(ended.missing).to.equal(0)
      expect(ended.points.after).to.equal(ended.points.end)
    })
  },
  'qdrant',
)
