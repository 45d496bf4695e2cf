// The scripts of the instance are held to shellcheck, where there is one: skipped, by name, where there is none.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const missing = spawnSync('shellcheck', ['--version']).error !== undefined
const title = missing ? ' (skipped: shellcheck is not on PATH; Debian and Ubuntu: apt-get install shellcheck)' : ''

describe(`scripts of the instance${title}`, () => {
  for (const name of [
    'gm-backup.sh',
    'gm-boot.sh',
    'gm-lib.sh',
    'gm-watch.sh',
    'gmctl.sh',
    'gmctl-apply.sh',
    'gmctl-health.sh',
    'gmctl-logs.sh',
    'gmctl-restore.sh',
    'gmctl-transfer.sh',
  ]) {
    it(`${name} has nothing that shellcheck finds`, function () {
      if (missing) this.skip()
      this.timeout(20_000)
      const { stdout, status } = spawnSync('shellcheck', ['--external-sources', name], {
        encoding: 'utf8',
        cwd: fileURLToPath(new URL('./files/', import.meta.url)),
      })
      expect(stdout).to.equal('')
      expect(status).to.equal(0)
    })

    // Redirections are made from left to right: a missing file is complained of before that is silenced.
    it(`${name} says nothing of a record that is not there`, () => {
      const text = readFileSync(new URL(`./files/${name}`, import.meta.url), 'utf8')
      expect(text.split('\n').filter((line) => /<"[^"]*" 2>\/dev\/null/.test(line))).to.deep.equal([])
    })

    // GM_ROOT is for tests: on an instance it is empty, and `${root:?}` ends the script there and nowhere else.
    it(`${name} demands no other root than that of the instance`, () => {
      expect(readFileSync(new URL(`./files/${name}`, import.meta.url), 'utf8')).not.to.include('${root:?}')
    })

    // Opened by its name, what a log goes to is emptied.
    it(`${name} adds to its standard error, and does not open it anew`, () => {
      expect(readFileSync(new URL(`./files/${name}`, import.meta.url), 'utf8')).not.to.match(/(>|tee )\/dev\/stderr/)
    })
  }
})
