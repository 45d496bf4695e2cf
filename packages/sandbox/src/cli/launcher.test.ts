// What npm links as `gm-sandbox`: npm makes no link to a file that only the build will make.
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

describe('the launcher', () => {
  it('is a file of the repository that can be run', () => {
    const { bin } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { bin: Record<string, string> }
    const path = bin['gm-sandbox'] ?? ''
    expect(path).not.to.match(/(^|\/)dist\//)
    const file = fileURLToPath(new URL(path, root))
    accessSync(file, constants.X_OK)
    expect(execFileSync(process.execPath, [file, '--help'], { encoding: 'utf8' })).to.contain('$ gm-sandbox [COMMAND]')
  })
})
