// Names as Docker reads them.
import { expect } from 'chai'
import { pathInRegistry } from './name.js'

describe('pathInRegistry', () => {
  for (const [name, path] of [
    ['postgres:17.11', 'library/postgres:17.11'],
    ['n8nio/n8n:2.46.5', 'n8nio/n8n:2.46.5'],
    ['docker.n8n.io/n8nio/n8n:2.46.5', 'n8nio/n8n:2.46.5'],
    ['localhost:5000/thing:1', 'library/thing:1'],
  ] as const) {
    it(`${name} is ${path}`, () => expect(pathInRegistry(name)).to.equal(path))
  }
})
