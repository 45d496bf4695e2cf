// What a kept help depends on: where any of it changes, the old text is not shown.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type HelpAsked, keepHelp, keptHelp } from './kept-help.js'

describe('kept help', () => {
  let home: string
  let asked: HelpAsked
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gm-help-'))
    const folders = { GM_CACHE_DIR: join(home, 'cache'), GM_CONFIG_DIR: join(home, 'config'), GM_DATA_DIR: home }
    const built = put('plugins.json', '[]')
    const terminal = { isTTY: true, columns: 80 }
    asked = { args: ['deploy', '--help'], env: { ...folders, TERM: 'xterm' }, version: '1.0.0', built, terminal }
    keepHelp(asked, 'the text')
  })
  afterEach(() => rmSync(home, { recursive: true }))

  const put = (name: string, text: string): string => {
    mkdirSync(join(home, name, '..'), { recursive: true })
    writeFileSync(join(home, name), text)
    return join(home, name)
  }
  const plugins = (type: string) => put('package.json', JSON.stringify({ oclif: { plugins: [{ name: 'a', type }] } }))

  it('is what was shown', () => {
    expect(keptHelp(asked)).to.equal('the text')
  })

  const changes: Readonly<Record<string, (before: HelpAsked) => HelpAsked>> = {
    'another command': (before) => ({ ...before, args: ['plan', '--help'] }),
    'another version of gm': (before) => ({ ...before, version: '1.0.1' }),
    'another width': (before) => ({ ...before, terminal: { isTTY: true, columns: 81 } }),
    'another terminal': (before) => ({ ...before, env: { ...before.env, TERM: 'dumb' } }),
    'no colours': (before) => ({ ...before, env: { ...before.env, NO_COLOR: '1' } }),
    'a file in place of a terminal': (before) => ({ ...before, terminal: {} }),
    'another build': (before) => (utimesSync(before.built, 1, 1), before),
    'an installed plugin': (before) => (plugins('user'), before),
    'a plugin that changed': (before) => (put('known.json', '{}'), before),
    'a theme': (before) => (put('config/theme.json', '{"command": "red"}'), before),
  }
  for (const [what, change] of Object.entries(changes))
    it(`is none for ${what}, until it is kept for that`, () => {
      const after = change(asked)
      expect(keptHelp(after)).to.equal(undefined)
      keepHelp(after, 'another text')
      expect(keptHelp(after)).to.equal('another text')
    })

  const never: Readonly<Record<string, (before: HelpAsked) => HelpAsked>> = {
    'a linked plugin': (before) => (plugins('link'), before),
    CI: (before) => ({ ...before, env: { ...before.env, CI: 'true' } }),
    'whoever looks into oclif': (before) => ({ ...before, env: { ...before.env, DEBUG: '*' } }),
    'what asks for more than help': (before) => ({ ...before, args: ['deploy', '--help', '--tier', 'dev'] }),
    'what leaves the folder': (before) => ({ ...before, args: ['../deploy', '--help'] }),
    'what is no help': (before) => ({ ...before, args: ['deploy'] }),
  }
  for (const [what, change] of Object.entries(never))
    it(`is never there for ${what}`, () => {
      const after = change(asked)
      keepHelp(after, 'another text')
      expect(keptHelp(after)).to.equal(undefined)
    })

  it('is made anew where the file is torn, and is not missed where it cannot be written', () => {
    const [file = ''] = readdirSync(join(home, 'cache', 'help'))
    put(join('cache', 'help', file), '{"key":')
    expect(keptHelp(asked)).to.equal(undefined)
    const elsewhere = { ...asked, env: { ...asked.env, GM_CACHE_DIR: join(put('file', ''), 'cache') } }
    keepHelp(elsewhere, 'a text')
    expect(keptHelp(elsewhere)).to.equal(undefined)
  })
})
