// What stands on a terminal of 40, 80 and 200 columns, held against golden texts: `npm run screens` writes them anew,
// and whoever does looks at what has changed.
import { expect } from 'chai'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Captured, hasTmux, Panes } from './support/panes.js'
import { root, small, TestAccount } from './support/test-account.js'

/** Columns of terminals, with the stack that is deployed on each. */
const stacks = { 40: 'narrow', 80: 'my-stack', 200: 'wide' } as const
const widths = [40, 80, 200] as const
type Columns = (typeof widths)[number]

/** Screens of commands that end, by what is typed. */
const commands: Readonly<Record<string, readonly string[]>> = {
  help: ['--help'],
  'deploy-help': ['deploy', '--help'],
  plan: ['plan', 'new-stack', ...small.filter((word) => word !== '--yes')],
  status: ['status', 'my-stack'],
  list: ['list'],
  cost: ['cost', 'my-stack'],
  doctor: ['doctor', 'my-stack'],
  services: ['services'],
  tiers: ['tiers'],
  history: ['history', 'my-stack'],
  error: ['deploy', 'my_stack', '--services', 'n8n,nix', '--tier', 'nope'],
  monitor: ['monitor', 'my-stack', '--once'],
}

/** What differs from run to run, or with what is no matter of screens, and what stands for it, as wide as it is. */
const stable: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z]+)-[0-9a-f]{17}\b/g, '$1-0123456789abcdef0'],
  [/\b203\.0\.113\.\d\b/g, '203.0.113.9'],
  [/\b\d{4}-\d\d-\d\d(?!\d)/g, '2026-11-24'],
  [/T\d\d:\d\d:\d\d\.\d{3}Z/g, 'T09:00:00.000Z'],
  [/\b\d\d:\d\d:\d\d$/g, '09:00:00'],
  [/\b0\.\d( +\$0\.00)$/g, '0.0$1'],
  [/ is up in [\d.]+ (min|s)( \d+ s)?/g, ' is up in 4 s'],
  [/^\d\d ✔/g, '25 ✔'],
  [/\b\d{5} of 16384\b/g, '12000 of 16384'],
  [/\b\d\d actions of IAM\b/g, '93 actions of IAM'],
]

const golden = join(root, 'test', 'golden')
const isWriting = process.env['GM_GOLDEN'] === 'write'

describe(`what stands on a terminal${hasTmux ? '' : ' (skipped: there is no tmux on PATH)'}`, function () {
  this.timeout(180_000)
  let world: TestAccount
  let panes: Panes
  const deployed = new Map<Columns, { readonly question: Captured; readonly end: Captured }>()

  before(async function () {
    if (!hasTmux) return this.skip()
    world = await TestAccount.open()
    await mkdir(world.home, { recursive: true })
    panes = await Panes.open(world.home, world.env())
    await Promise.all(widths.map(async (columns) => deployed.set(columns, await deploy(columns))))
  })
  after(async () => {
    if (!hasTmux) return
    await panes.close()
    await world.close()
  })

  async function deploy(columns: Columns): Promise<{ readonly question: Captured; readonly end: Captured }> {
    const name = stacks[columns]
    const pane = await panes.gm(columns, ['deploy', name, ...small.filter((word) => word !== '--yes')])
    const question = await pane.shows(`? Deploy ${name}`)
    await pane.press('y')
    await pane.press('Enter')
    const all = await pane.ended()
    return { question, end: { rows: endOf(all.rows), lines: endOf(all.lines) } }
  }

  async function menu(columns: Columns): Promise<Captured> {
    const pane = await panes.gm(columns, [])
    const captured = await pane.shows('select')
    await pane.press('C-c')
    await pane.ended()
    return captured
  }

  const screens: Readonly<Record<string, (columns: Columns) => Promise<Captured>>> = {
    gm: menu,
    'deploy-question': async (columns) => deployed.get(columns)?.question ?? nothing,
    'deploy-end': async (columns) => deployed.get(columns)?.end ?? nothing,
    ...Object.fromEntries(
      Object.entries(commands).map(([screen, args]) => [
        screen,
        async (columns: Columns) => (await panes.gm(columns, args)).ended(),
      ]),
    ),
  }

  for (const [screen, show] of Object.entries(screens))
    it(`is what it was: ${screen}`, async () => {
      const shown = await Promise.all(widths.map(async (columns) => ({ columns, ...(await show(columns)) })))
      for (const { columns, rows, lines } of shown) {
        expect(lines.slice(1).filter((line) => columnsOf(line) > columns && !isCopied(line))).to.deep.equal([])
        expect(unevenFrames(rows)).to.deep.equal([])
        await demandGolden(join(golden, `${screen}.${columns}.txt`), rows)
      }
    })

  it('has no golden text of a screen that is gone', async () => {
    const known = Object.keys(screens).flatMap((screen) => widths.map((columns) => `${screen}.${columns}.txt`))
    expect(await readdir(golden)).to.have.members(known)
  })
})

const nothing: Captured = { rows: [], lines: [] }

/** By a measure that is not gm's own: an emoji takes two columns, all else that it writes takes one. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (/\p{Emoji_Presentation}/u.test(character) ? 2 : 1), 0)
}

/** The end of a deploy, without the tree of how it went. */
function endOf(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.findIndex((line) => line.includes('It stands')))
}

/** A command is not broken into lines, so that it can be copied. */
function isCopied(line: string): boolean {
  return /^ *(\$|→|gm) \S/.test(line)
}

/** @returns rows of frames that are not as wide as their upper edge */
function unevenFrames(rows: readonly string[]): string[] {
  let width: number | undefined
  return rows.filter((row) => {
    if (/^[╭┌]/.test(row)) width = columnsOf(row)
    const isUneven = width !== undefined && columnsOf(row) !== width
    if (/^[╰└]/.test(row)) width = undefined
    return isUneven
  })
}

async function demandGolden(path: string, rows: readonly string[]): Promise<void> {
  const text = `${rows.map(stably).join('\n')}\n`
  if (isWriting) {
    await mkdir(golden, { recursive: true })
    await writeFile(path, text)
  }
  expect(text, `npm run screens writes ${path} anew`).to.equal(await readFile(path, 'utf8'))
}

function stably(row: string): string {
  const text = stable.reduce((sum, [pattern, word]) => sum.replaceAll(pattern, word), row)
  const missing = columnsOf(row) - columnsOf(text)
  if (!/^╭.*─╮$/.test(row)) return text
  const fill = /(─+)╮$/.exec(text)?.[1] ?? ''
  return text.replace(/─+╮$/, `${'─'.repeat(fill.length + missing)}╮`)
}
