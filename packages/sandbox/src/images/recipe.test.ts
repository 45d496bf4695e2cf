// Keys say exactly when an image has to be made again.
import { expect } from 'chai'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readRecipes, recipesFolder } from './recipe.js'

const plain = { names: ['thing:1'], runs: 'a thing', differs: [] }

describe('readRecipes', () => {
  let folder: string
  const write = (path: string, text: string | object) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text))
  }
  const keys = async () => Object.fromEntries((await readRecipes(folder)).map(({ id, key }) => [id, key]))
  const failure = () =>
    readRecipes(folder).then(
      () => '',
      (error: Error) => error.message,
    )

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gm-recipes-'))
    write('tools.sh', '# tools\n')
    write('base/image.json', { ...plain, names: [] })
    write('base/Dockerfile', 'FROM scratch\n')
    write('thing/image.json', { ...plain, from: 'base' })
    write('thing/parts/one', '1')
    write('other/image.json', plain)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('gives parents first', async () => {
    write('zz/image.json', { ...plain, names: [] })
    write('base/image.json', { ...plain, from: 'zz' })
    expect((await readRecipes(folder)).map(({ id }) => id)).to.deep.equal(['zz', 'base', 'other', 'thing'])
  })

  for (const [what, path, changed] of [
    ['a file of its own, however deep', 'thing/parts/one', ['thing']],
    ['a new file', 'thing/parts/two', ['thing']],
    ['what it starts from', 'base/Dockerfile', ['base', 'thing']],
    ['what all recipes share', 'tools.sh', ['base', 'other', 'thing']],
  ] as const) {
    it(`has other keys when this changes: ${what}`, async () => {
      const before = await keys()
      write(path, 'changed')
      const after = await keys()
      expect(Object.keys(after).filter((id) => after[id] !== before[id])).to.have.members([...changed])
    })
  }

  it('has the same keys when only words about an image change, or its name', async () => {
    const before = await keys()
    write('thing/image.json', { names: ['thing:2'], from: 'base', runs: 'the thing', differs: ['colour'] })
    expect(await keys()).to.deep.equal(before)
  })

  it('says which recipes start from each other, and which is not there', async () => {
    write('base/image.json', { ...plain, from: 'thing' })
    expect(await failure()).to.equal('Images start from each other: base → thing → base.')
    write('base/image.json', { ...plain, from: 'gone' })
    expect(await failure()).to.contain("no recipe 'gone'")
  })

  for (const [what, broken] of [
    ['a name without a tag', { ...plain, names: ['thing'] }],
    ['a name that a shell would read', { ...plain, names: ['thing:1$(id)'] }],
    ['a key that nobody knows', { ...plain, more: 1 }],
  ] as const) {
    it(`refuses ${what}, naming the file`, async () => {
      write('other/image.json', broken)
      expect(await failure()).to.contain(join(folder, 'other/image.json'))
    })
  }

  it('reads those that came with the sandbox', async () => {
    expect((await readRecipes(recipesFolder)).map(({ id }) => id)).to.include.members(['debian', 'postgres', 'caddy'])
  })
})
