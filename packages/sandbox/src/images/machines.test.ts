// The command, where there is nothing to do and where it is called wrongly; making itself is tested beside it.
import { expect } from 'chai'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imagesFolder, makeMachines } from './machines.js'
import { writeMade } from './made.js'
import { readRecipes, recipesFolder } from './recipe.js'

describe('makeMachines', () => {
  let folder: string
  let said: string[]
  const make = (...ids: string[]) =>
    makeMachines({ ids, environment: { GM_SANDBOX_IMAGES: folder }, uid: 0, say: (line) => said.push(line) })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gm-machines-'))
    said = []
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('asks nobody anything when everything is there', async () => {
    const recipes = await readRecipes(recipesFolder)
    await writeMade(folder, Object.fromEntries(recipes.map(({ id, key, names }) => [id, { key, names }])))
    expect(await make()).to.equal(0)
    expect(said).to.deep.equal([`Every image is there as its recipe has it: ${folder}`])
  })

  it('names the images that there are', async () => {
    expect(await make('postgers')).to.equal(2)
    expect(said[0]).to.match(/^There is no image postgers; there are .*postgres/)
  })

  it('keeps them where it is told, and in the cache otherwise', () => {
    expect(imagesFolder({ GM_SANDBOX_IMAGES: '/a', XDG_CACHE_HOME: '/b' })).to.equal('/a')
    expect(imagesFolder({ XDG_CACHE_HOME: '/b' })).to.equal('/b/geusemaker-sandbox/images')
  })
})
