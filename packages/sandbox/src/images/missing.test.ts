// What is said where images cannot be made.
import { expect } from 'chai'
import { whatIsMissing } from './missing.js'
import type { Recipe } from './recipe.js'

function recipe(needs: readonly string[]): Recipe {
  return { id: 'a', folder: '/a', key: 'k', names: [], needs: [...needs], runs: '', differs: [] }
}

describe('whatIsMissing', () => {
  const without =
    (...absent: string[]) =>
    (_: string, args: readonly string[]) =>
      Promise.resolve(!absent.includes(args.at(-1) ?? ''))

  it('is nothing where everything is there', async () => {
    expect(await whatIsMissing([recipe(['go'])], 0, without())).to.deep.equal([])
  })

  it('names Debian packages and what to type, all at once', async () => {
    expect(
      await whatIsMissing([recipe(['go'])], 0, without('mmdebstrap', 'go', 'import venv, ensurepip')),
    ).to.deep.equal([
      'missing: mmdebstrap, golang-go, python3-venv; on Debian: apt-get install -y --no-install-recommends mmdebstrap golang-go python3-venv',
    ])
  })

  it('does not ask for what no wanted image needs', async () => {
    expect(await whatIsMissing([recipe([])], 0, without('go'))).to.deep.equal([])
  })

  it('says that it takes root', async () => {
    expect(await whatIsMissing([recipe([])], 1000, without())).to.deep.equal([
      'a Debian is unpacked with its owners, which only root may do: run it as root',
    ])
  })
})
