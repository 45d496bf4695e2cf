// What services and boots wrote, in chunks: nothing lost, nothing told twice, and nothing in them that hurts a
// terminal.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerOf, ArgsOf } from '@geuse/instance-contract'
import { FakeInstance } from './fake-instance.test.js'
import { questionOf } from './instance.js'

type Entry = AnswerOf<'logs'>['entries'][number]

/** As `docker logs --timestamps` has it: of all lines, or the last ones, those between two times. */
const docker = `#!/bin/bash
case "$*" in
  'ps '*) cd "$FAKE/containers" && ls ;;
  'logs '*)
    while [[ $1 != --since ]]; do shift; done
    since=$2 until=$4
    [[ $5 != --tail ]] || tail=$6
    tail -n "\${tail:-1000000}" "$FAKE/containers/\${!#}" |
      awk -v since="$since" -v until="$until" '$1 >= since && $1 <= until' ;;
esac
`
function at(second: number, nano = 0): string {
  return `2026-01-01T00:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}.${String(nano).padStart(9, '0')}Z`
}

describe('logs', function () {
  this.timeout(60_000)
  let instance: FakeInstance
  beforeEach(() => {
    instance = new FakeInstance()
    for (const folder of ['containers', 'own', 'var/lib/geusemaker/boot'])
      mkdirSync(join(instance.root, folder), { recursive: true })
    writeFileSync(join(instance.root, 'own/docker'), docker, { mode: 0o755 })
  })
  afterEach(() => instance.remove())

  const container = (name: string, lines: readonly (string | Buffer)[]) =>
    appendFileSync(
      join(instance.root, 'containers', name),
      Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))),
    )
  const boot = (number: number, text: string) => {
    writeFileSync(join(instance.root, 'var/lib/geusemaker/boot/number'), String(number))
    writeFileSync(join(instance.root, 'var/lib/geusemaker/boot/boot.log'), text)
  }
  const chunk = (args: ArgsOf<'logs'> = {}): AnswerOf<'logs'> => {
    const own = join(instance.root, 'own')
    const text = questionOf('logs', args).replaceAll(
      '/opt/geusemaker/current',
      join(instance.root, 'opt/geusemaker/current'),
    )
    const { stdout, stderr } = spawnSync('bash', ['-c', text], {
      encoding: 'utf8',
      env: { PATH: `${own}:${process.env['PATH'] ?? ''}`, GM_ROOT: instance.root, FAKE: instance.root },
    })
    expect(stdout.length, stderr).to.be.within(1, 24_000)
    return JSON.parse(stdout) as AnswerOf<'logs'>
  }
  const all = (args: ArgsOf<'logs'> = {}): Entry[] => {
    const entries: Entry[] = []
    for (let next = args; ;) {
      const { entries: more, cursor, more: goOn } = chunk(next)
      entries.push(...more)
      next = { service: args.service, cursor }
      if (!goOn && more.length === 0) return entries
    }
  }

  it('tell every line once, in the order of time, past what one answer can hold', () => {
    const lines = Array.from({ length: 900 }, (_, index) => `${index} ${'x'.repeat(index % 90)}`)
    container(
      'n8n',
      lines.filter((_, index) => index % 3 !== 0).map((line) => `${at(Number.parseInt(line))} ${line}`),
    )
    container(
      'db',
      lines.filter((_, index) => index % 3 === 0).map((line) => `${at(Number.parseInt(line))} ${line}`),
    )
    const entries = all()
    expect(entries.map(({ text }) => text)).to.deep.equal(lines)
    expect(entries[3]).to.include({ source: 'db', time: at(3) })
    expect(entries[4]?.source).to.equal('n8n')
  })

  it('tell lines of the same moment once each, though a chunk ends among them', () => {
    const lines = Array.from({ length: 700 }, (_, index) => `line ${index}`)
    container(
      'n8n',
      lines.map((line) => `${at(1, 5)} ${line}`),
    )
    expect(all().map(({ text }) => text)).to.deep.equal(lines)
  })

  it('go on where they were, whatever came in between', () => {
    container('n8n', [`${at(1)} one`])
    const { cursor, entries } = chunk()
    expect(entries.map(({ text }) => text)).to.deep.equal(['one'])
    expect(chunk({ cursor }).entries).to.deep.equal([])
    container('n8n', [`${at(1)} of the same moment`, `${at(2)} two`])
    expect(chunk({ cursor }).entries.map(({ text }) => text)).to.deep.equal(['of the same moment', 'two'])
  })

  it('begin with the boot log, and follow it over a reboot in the middle', () => {
    boot(1, 'a\nb\nhalf')
    const { cursor, entries } = chunk()
    expect(entries.map(({ source, text }) => `${source}:${text}`)).to.deep.equal(['boot:a', 'boot:b'])
    const folder = join(instance.root, 'var/lib/geusemaker/boot')
    appendFileSync(join(folder, 'boot.log'), ' done\nc\n')
    renameSync(join(folder, 'boot.log'), join(folder, 'boot.log.1'))
    boot(2, 'd\n')
    const next = chunk({ cursor })
    expect(next.entries.map(({ text }) => text)).to.deep.equal(['half done', 'c', 'd'])
    expect(chunk({ cursor: next.cursor }).entries).to.deep.equal([])
  })

  it('are of one service and its sidecars, or of the boot, when they are asked for', () => {
    boot(1, 'booted\n')
    for (const name of ['n8n', 'n8n-runners', 'db']) container(name, [`${at(1)} ${name}`])
    expect(all({ service: 'n8n' }).map(({ text }) => text)).to.deep.equal(['n8n', 'n8n-runners'])
    expect(all({ service: 'boot' }).map(({ text }) => text)).to.deep.equal(['booted'])
  })

  it('begin with the last lines, or some seconds ago, when that is asked for', () => {
    boot(1, 'a\nb\nc\n')
    const now = new Date(Date.now() - 5000).toISOString().replace(/\.\d+Z/, '.000000001Z')
    container('n8n', [`${at(1)} old`, `${at(2)} older`, `${now} new`])
    expect(chunk({ tail: 1 }).entries.map(({ text }) => text)).to.deep.equal(['c', 'new'])
    expect(chunk({ since: 600, service: 'n8n' }).entries.map(({ text }) => text)).to.deep.equal(['new'])
  })

  it('are the last lines and no others, though these take several chunks and new ones come meanwhile', () => {
    const line = (name: string, second: number) => `${at(second)} ${name} ${second} ${'x'.repeat(90)}`
    container(
      'busy',
      Array.from({ length: 900 }, (_, index) => line('busy', index)),
    )
    container(
      'calm',
      Array.from({ length: 300 }, (_, index) => line('calm', index * 3)),
    )
    const first = chunk({ tail: 150 })
    expect(first.more).to.equal(true)
    container('busy', ['2099-01-01T00:00:00.000000000Z of a moment after the question'])
    const rest = all({ cursor: first.cursor })
    const texts = [...first.entries, ...rest].map(({ text }) => text.replace(/ x+$/, ''))
    const wanted = [
      ...Array.from({ length: 150 }, (_, index) => [750 + index, 'busy'] as const),
      ...Array.from({ length: 150 }, (_, index) => [(150 + index) * 3, 'calm'] as const),
    ]
    expect(texts.toSorted()).to.deep.equal(wanted.map(([second, name]) => `${name} ${second}`).toSorted())
  })

  it('are valid whatever was written: control characters, half UTF-8, quotes, a line of 10 MB', () => {
    const half = Buffer.from([0x61, 0xc3, 0x20, 0xff, 0x62])
    container('n8n', [
      `${at(1)} \x1b[31mred\x1b[0m \x07bell\r "quoted" \\ back\tü`,
      Buffer.concat([Buffer.from(`${at(2)} `), half]),
      `${at(3)} ${'y'.repeat(10_000_000)}`,
      `${at(4)} ${'"\\'.repeat(5000)}`,
      `${at(5)} last`,
    ])
    const texts = all().map(({ text }) => text)
    expect(texts.slice(0, 2)).to.deep.equal(['red bell "quoted" \\ back\tü', 'a b'])
    expect(texts[2]).to.match(/^y{2000,3000}$/)
    expect(texts.at(-1)).to.equal('last')
    expect(texts).to.have.length(5)
  })

  it('are empty before anything is there', () => {
    expect(chunk()).to.deep.equal({ entries: [], cursor: '0.0/1970-01-01T00:00:00.000000000Z.0', more: false })
  })
})
