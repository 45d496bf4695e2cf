// Needs nothing: where no daemon answers, the reason is what is looked at.
import { expect } from 'chai'
import { docker, tryDocker } from './docker.js'
import { findEngine, openEngine } from './engine.js'

describe('the Docker daemon', () => {
  it('is found with its version, or it is said in a sentence what is missing', async () => {
    const engine = await findEngine()
    if ('version' in engine) expect(engine.version).to.match(/^\d+\.\d+/)
    else expect(engine.reason).to.match(/^Real machines need .+\.$/)
  })

  it('fails in its own words, and as a code where that is asked for', async function () {
    if ('reason' in (await findEngine())) return this.skip()
    const words = ['inspect', 'gm-no-such-container; echo $(id)']
    expect(await tryDocker(words)).to.include({ exitCode: 1 })
    const message = await docker(words).catch((error: Error) => error.message)
    expect(message).to.match(/^docker inspect gm-no-such-container; echo \$\(id\): Error: No such object/)
  })

  it('is not started a second time', async function () {
    const engine = await findEngine()
    if ('reason' in engine) return this.skip()
    const said: string[] = []
    expect(await openEngine('/nonexistent', (line) => said.push(line))).to.deep.equal(engine)
    expect(said).to.deep.equal([])
  })
})
