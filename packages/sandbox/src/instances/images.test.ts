// A list of images that can grow by exactly the words that the instance's complaint has.
import { expect } from 'chai'
import { isKnownImage, notPulled } from './images.js'

describe('images of a simulated instance', () => {
  it('are known once they were added as the complaint says', () => {
    for (const image of ['ghcr.io/you/thing:1', 'docker.io/you/thing:1', `you/thing:1@sha256:${'0'.repeat(64)}`]) {
      expect(isKnownImage(image, []), image).to.equal(false)
      const added = notPulled([image]).split('gm-sandbox image ')[1] ?? ''
      expect(isKnownImage(image, added.split(' ')), image).to.equal(true)
    }
  })
})
