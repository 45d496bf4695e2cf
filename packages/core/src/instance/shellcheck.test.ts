// The scripts of the instance are held to shellcheck, where there is one: skipped, by name, where there is none.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const missing = spawnSync('shellcheck', ['--version']).error !== undefined
const title = missing ? ' (skipped: shellcheck is not on PATH; Debian and Ubuntu: apt-get install shellcheck)' : ''

describe(`scripts of the instance${title}`, () => {
  for (const name of ['gm-boot.sh', 'gmctl.sh']) {
    it(`${name} has nothing that shellcheck finds`, function () {
      if (missing) this.skip()
      this.timeout(20_000)
      const { stdout, status } = spawnSync('shellcheck', [fileURLToPath(new URL(`./files/${name}`, import.meta.url))], {
        encoding: 'utf8',
      })
      expect(stdout).to.equal('')
      expect(status).to.equal(0)
    })
  }
})
