// What was seen reaches a command as variables, and never as words of it.
import { expect } from 'chai'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Look } from './look.js'
import { runOnChange } from './on-change.js'

const hostile = '$(touch stolen); `id` "\' \n|'
const look: Look = {
  type: 'look',
  stack: 'my-stack',
  at: '2026-01-01T00:00:00Z',
  status: 'running',
  verdict: 'critical',
  instance: { id: 'i-1', state: 'running' },
  services: [],
  url: { address: 'https://203.0.113.7', verdict: 'reached', text: '' },
  notice: null,
  signals: [],
  changes: [
    { of: 'stack', from: 'healthy', to: 'critical' },
    { of: 'n8n', from: 'healthy', to: hostile },
  ],
  problems: [hostile],
}

describe('the command of a change', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-change-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is told by variables alone, whatever was seen', async () => {
    const file = join(folder, 'told')
    const command = `cd '${folder}' && printf '%s|' "$GM_STACK" "$GM_VERDICT_BEFORE" "$GM_VERDICT" "$GM_CHANGES" >'${file}'`
    expect(await runOnChange(command, look)).to.equal(undefined)
    const changes = `stack: healthy -> critical\nn8n: healthy -> ${hostile}`
    expect(await readFile(file, 'utf8')).to.equal(`my-stack|healthy|critical|${changes}|`)
    expect(await readFile(join(folder, 'stolen'), 'utf8').catch(() => 'none')).to.equal('none')
  })

  it('is told the whole look as JSON, and may fail', async () => {
    const file = join(folder, 'look.json')
    const failure = await runOnChange(`printf %s "$GM_LOOK" >'${file}'; exit 7`, look)
    expect(failure).to.equal('the command of --on-change ended with 7')
    expect(JSON.parse(await readFile(file, 'utf8'))).to.deep.equal(look)
  })
})
