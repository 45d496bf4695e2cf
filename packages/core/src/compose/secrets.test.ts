// Whose secrets there are, and who reads which file.
import { expect } from 'chai'
import { credentials, secretDeclarations, secretFiles } from './secrets.js'
import { composeAll, db, index, web } from './sample.test.js'

describe('secrets', () => {
  it('are made once: own ones, and one password for each account', () => {
    expect(secretDeclarations([db, index, web])).to.deep.equal([
      { name: 'db/root', length: 32, alphabet: 'alnum' },
      { name: 'search-index/key', length: 16, alphabet: 'hex' },
      { name: 'web/store', length: 32, alphabet: 'alnum' },
      { name: 'web/token', length: 24, alphabet: 'alnum' },
    ])
  })

  it('become a file for each reader, owned by its uid', () => {
    expect(secretFiles(composeAll([db, index, web]))).to.deep.equal([
      { parameter: 'web/store', file: 'db/for-web-store', uid: 999 },
      { parameter: 'db/root', file: 'db/root', uid: 999 },
      { parameter: 'search-index/key', file: 'web/find', uid: 1000 },
      { parameter: 'web/store', file: 'web/store', uid: 1000 },
      { parameter: 'web/token', file: 'web/token', uid: 1000 },
    ])
  })

  it('are not there for what is not there', () => {
    expect(secretDeclarations([db, web]).map(({ name }) => name)).to.deep.equal(['db/root', 'web/store', 'web/token'])
    expect(secretFiles(composeAll([db, web])).map(({ file }) => file)).not.to.include('web/find')
  })

  it('are shown under their label', () => {
    expect(credentials(composeAll([db, index, web]))).to.deep.equal([
      { label: 'Key of the index', username: undefined, parameter: 'search-index/key' },
      { label: 'Web', username: 'a@example.com', parameter: 'web/token' },
    ])
  })
})
