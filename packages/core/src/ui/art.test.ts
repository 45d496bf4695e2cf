// Pictures stand straight on a terminal, and stay away where nobody wants them or they do not fit.
import { expect } from 'chai'
import art from './art.json' with { type: 'json' }
import { artLines, type ArtName } from './art.js'
import { chooseStyle, emojiFor, paint, type EmojiName, type StyleInput } from './style.js'
import { displayWidth } from './width.js'

const terminal: StyleInput = {
  isTTY: true,
  noColor: true,
  ci: false,
  showEmojis: true,
  showArt: true,
  columns: 80,
}
const names = Object.keys(art.stages) as ArtName[]

describe('the pictures', () => {
  it('are the ten of the stages, a banner, and a small one', () => {
    expect(names).to.have.members([
      'vpc_discovery',
      'efs_creation',
      'security_group',
      'ec2_launch',
      'docker_startup',
      'health_check',
      'deployment_complete',
      'rollback',
      'destroy',
      'cost_savings',
    ])
  })

  const blocks = [
    ...Object.entries(art.stages).map(([name, { lines }]) => [name, lines] as const),
    ...Object.entries(art.banner).map(([name, lines]) => [`banner ${name}`, lines] as const),
    ...Object.entries(art.compact).map(([name, lines]) => [`compact ${name}`, lines] as const),
  ]
  for (const [name, lines] of blocks)
    it(`have lines of one width: ${name}`, () => {
      expect([...new Set(lines.map(displayWidth))]).to.have.length(1)
      expect(lines.length).to.be.greaterThan(2)
    })

  it('have an emoji of two columns for each name of the table, and no other character in it', () => {
    for (const [name, emoji] of Object.entries(art.emoji)) {
      expect([displayWidth(emoji), [...emoji].length], name).to.deep.equal([2, 1])
      expect(emoji, name).to.match(/^\p{Emoji_Presentation}$/u)
    }
  })

  it('have no emoji within a frame, where each terminal has another width for it', () => {
    for (const [, lines] of blocks) expect(lines.join('')).not.to.match(/\p{Emoji_Presentation}/u)
  })

  it('are shown with their title where there is room', () => {
    const lines = artLines('efs_creation', chooseStyle(terminal))
    expect(lines[0]).to.equal('  💾 File system')
    expect(lines.slice(1)).to.deep.equal(art.stages.efs_creation.lines.map((text) => `  ${text}`))
    expect(artLines('destroy', chooseStyle({ ...terminal, showEmojis: false }))[0]).to.equal('  Destroy')
  })

  for (const [why, change] of Object.entries<Partial<StyleInput>>({
    'the screen is too narrow': { columns: 38 },
    'they are not wanted': { showArt: false },
    'compact_mode is on': { compact: true },
    'nobody looks: CI': { ci: true },
    'it is no terminal': { isTTY: false },
    'the terminal is dumb': { term: 'dumb' },
  }))
    it(`stay away where ${why}`, () => {
      for (const name of names) expect(artLines(name, chooseStyle({ ...terminal, ...change }))).to.deep.equal([])
    })

  it('have all the names that emoji are asked for by', () => {
    const style = chooseStyle(terminal)
    for (const name of ['network', 'done', 'money'] as const) expect(emojiFor(style, name)).to.match(/^\S+ $/u)
    for (const { emoji } of Object.values(art.stages)) expect(art.emoji).to.have.property(emoji as EmojiName)
  })
})

describe('colours', () => {
  const colorful = { ...terminal, noColor: false }
  const warned = (change: Partial<StyleInput>): string => paint(chooseStyle({ ...colorful, ...change }), 'warning', 'x')

  it('go by color_theme, and without one by what the terminal tells of its background', () => {
    const [usual, dark, light] = ['\u001b[33mx\u001b[39m', '\u001b[93mx\u001b[39m', '\u001b[35mx\u001b[39m']
    expect(warned({})).to.equal(usual)
    expect(warned({ theme: 'auto', background: 'dark' })).to.equal(usual)
    expect(warned({ theme: 'auto', background: 'light' })).to.equal(light)
    expect(warned({ theme: 'dark', background: 'light' })).to.equal(dark)
    expect(warned({ theme: 'light' })).to.equal(light)
    expect(warned({ theme: 'light', noColor: true })).to.equal('x')
  })
})
