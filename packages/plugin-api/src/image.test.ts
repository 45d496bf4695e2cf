// Which image references come back the same on another instance.
import { expect } from 'chai'
import { isPinned } from './image.js'

const digest = `sha256:${'0'.repeat(64)}`

describe('an image', () => {
  for (const image of [
    'postgres:17',
    'n8nio/n8n:2.1.0',
    'registry.example.com:5000/a/b:v1-x',
    `a/b@${digest}`,
    `a/b:latest@${digest}`,
  ]) {
    it(`is pinned as ${image}`, () => expect(isPinned(image)).to.equal(true))
  }
  for (const image of [
    'postgres',
    'postgres:latest',
    'localhost:5000/a',
    'a/b:',
    ':1',
    'a b:1',
    'a@sha256:12',
    `@${digest}`,
    '',
  ]) {
    it(`is not pinned as '${image}'`, () => expect(isPinned(image)).to.equal(false))
  }
})
