// The scripts of the machine are held to shellcheck.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

describe('scripts of the machine', () => {
  for (const name of ['gm-boot.sh', 'gmctl.sh']) {
    it(`${name} has nothing that shellcheck finds`, function () {
      this.timeout(20_000)
      const { stdout, status, error } = spawnSync(
        'shellcheck',
        [fileURLToPath(new URL(`./files/${name}`, import.meta.url))],
        { encoding: 'utf8' },
      )
      expect(error, 'shellcheck must be installed').to.equal(undefined)
      expect(stdout).to.equal('')
      expect(status).to.equal(0)
    })
  }
})
