// Which image is older than which: only of one repository, and only by the numbers of its tag.
import { expect } from 'chai'
import { isOlder } from './versions.js'

describe('isOlder', () => {
  for (const [one, other, older] of [
    ['n8nio/n8n:2.46.5', 'n8nio/n8n:2.47.0', true],
    ['n8nio/n8n:2.46.5', 'n8nio/n8n:2.46.5', false],
    ['n8nio/n8n:2.47.0', 'n8nio/n8n:2.46.5', false],
    ['n8nio/n8n:2.9.0', 'n8nio/n8n:2.10.0', true],
    ['qdrant/qdrant:v1.19.0', 'qdrant/qdrant:v1.20.0-gpu', true],
    ['n8nio/n8n:2.46.5', 'n8nio/runners:2.47.0', false],
    ['n8nio/n8n:2', 'n8nio/n8n:2.47.0', false],
    ['host:5000/n8n:2.1', 'host:5000/n8n:2.2@sha256:abc', true],
    ['n8nio/n8n:latest', 'n8nio/n8n:2.47.0', false],
  ] as const) {
    it(`${one} is ${older ? '' : 'not '}older than ${other}`, () => {
      expect(isOlder(one, other)).to.equal(older)
    })
  }
})
