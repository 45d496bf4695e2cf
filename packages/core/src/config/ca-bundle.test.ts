// Which file of certificates counts, and what is said of one that holds none.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asGmError } from '@geuse/plugin-api'
import { expect } from 'chai'
import { authority } from '../testing/company-proxy.js'
import { caBundle } from './ca-bundle.js'
import { readEnvironment } from './environment.js'

describe('config/ca-bundle', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-ca-'))
    await writeFile(join(folder, 'company.pem'), `# our own\n${authority}`)
    await writeFile(join(folder, 'empty.pem'), 'nothing')
    await writeFile(join(folder, 'broken.pem'), authority.replace(/MII/, 'AAA'))
    await writeFile(
      join(folder, 'config'),
      `[default]\nca_bundle = ${folder}/empty.pem\n[profile work]\nregion = eu-west-1\nca_bundle=${folder}/company.pem\n`,
    )
  })
  after(() => rm(folder, { recursive: true }))

  const aws = async (more: Record<string, string> = {}) =>
    (await readEnvironment({ HOME: folder, AWS_CONFIG_FILE: join(folder, 'config'), ...more })).aws
  function refusal(...args: Parameters<typeof caBundle>): string {
    try {
      return expect.fail(`it read ${caBundle(...args)}`)
    } catch (error) {
      return asGmError(error).message
    }
  }

  it("takes the profile's own, and AWS_CA_BUNDLE before it", async () => {
    expect(caBundle(await aws(), 'work')).to.equal(authority.trim())
    expect(caBundle(await aws(), 'other')).to.equal(undefined)
    expect(caBundle(await aws({ AWS_CA_BUNDLE: join(folder, 'company.pem') }))).to.equal(authority.trim())
  })

  it('says which file holds no certificates, and who named it', async () => {
    expect(refusal(await aws())).to.match(/^ca_bundle of the profile default: .*empty\.pem .*no certificate/)
    for (const file of ['nowhere.pem', 'broken.pem'])
      expect(refusal(await aws({ AWS_CA_BUNDLE: join(folder, file) }), 'work')).to.match(
        new RegExp(`^AWS_CA_BUNDLE: .*${file} cannot be read as certificates`),
      )
  })
})
