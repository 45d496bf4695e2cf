// Failures as a person reads them, word by word, and as a shell does.
import { expect } from 'chai'
import { GmError } from '@geuse/plugin-api'
import { exitCodeOf, failureJson, failureLines } from './failure.js'
import { plain } from './style.js'

function shown(error: unknown): string {
  return failureLines(error, { style: plain }).join('\n')
}

describe('ui/failure', () => {
  it('shows message, code, cause and what to type next', () => {
    const error = new GmError('CAPACITY', 'No capacity for t3.large in eu-west-1', {
      cause: new Error('InsufficientInstanceCapacity'),
      hints: ['gm deploy my-stack', 'gm destroy my-stack'],
    })
    expect(shown(error)).to.equal(
      [
        '✖ No capacity for t3.large in eu-west-1  CAPACITY',
        '',
        '  because  InsufficientInstanceCapacity',
        '',
        '  What to do next',
        '  → gm deploy my-stack',
        '  → gm destroy my-stack',
      ].join('\n'),
    )
  })

  it('lists every problem with its own hints and plugin', () => {
    const problems = [
      new GmError('QUOTA', 'Quota A', { hints: ['raise it'] }),
      new GmError('PLUGIN_INVALID', 'Bad tier', { plugin: 'x@1.0.0' }),
    ]
    expect(shown(new GmError('CONFIG_INVALID', 'Two things', { problems }))).to.equal(
      [
        '✖ Two things  CONFIG_INVALID',
        '',
        '  • Quota A',
        '    → raise it',
        '  • Bad tier',
        '    in plugin x@1.0.0',
      ].join('\n'),
    )
  })

  it('shows a cause of several lines as the end of a log', () => {
    const log = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n')
    const text = shown(new GmError('BOOT_FAILED', 'The instance failed in phase mount', { cause: new Error(log) }))
    expect(text).to.contain('  last lines of the log:\n  │ line 10\n')
    expect(text).to.contain('  │ line 29')
    expect(text).to.not.contain('line 9\n')
    const headed = shown(
      new GmError('BOOT_FAILED', 'x', { cause: new Error('last lines of the boot log:\nmount failed') }),
    )
    expect(headed).to.contain('\n  last lines of the boot log:\n  │ mount failed')
  })

  it('says that anything else is a bug, and shows calls only with --debug', () => {
    const error = new TypeError('x is not a function')
    expect(shown(error)).to.contain('✖ x is not a function  BUG').and.to.contain('--debug')
    expect(shown(error)).to.not.contain('failure.test')
    expect(failureLines(error, { style: plain, debug: true }).join('\n')).to.contain('failure.test')
  })

  it('wraps long messages and keeps the code beside the last line', () => {
    const lines = failureLines(new GmError('QUOTA', 'word '.repeat(30).trim()), { style: { ...plain, width: 40 } })
    expect(lines.every((text) => text.length <= 40)).to.equal(true)
    expect(lines.at(-1)).to.match(/QUOTA$/)
  })

  it('gives the words the whole width, and the code a line where it has no room beside them', () => {
    const lines = failureLines(new GmError('CONFIRMATION_NEEDED', 'Nobody can answer here'), {
      style: { ...plain, width: 40 },
    })
    expect(lines).to.deep.equal(['✖ Nobody can answer here', '  CONFIRMATION_NEEDED'])
  })

  const of = (...codes: ConstructorParameters<typeof GmError>[0][]): GmError =>
    new GmError('CONFIG_INVALID', 'several', { problems: codes.map((code) => new GmError(code, code)) })
  const exits: readonly (readonly [title: string, error: unknown, code: number])[] = [
    ['a bug', new GmError('BUG', 'x'), 1],
    ['what is no GmError', new Error('x'), 1],
    ['something thrown that is no error', 'x', 1],
    ['the person', new GmError('LOCKED', 'x'), 2],
    ['the cloud', new GmError('QUOTA', 'x'), 3],
    ['a plugin', new GmError('PLUGIN_FAILED', 'x'), 4],
    ['an interrupt', new GmError('INTERRUPTED', 'x', { problems: [new GmError('DENIED', 'y')] }), 130],
    ['cloud and person', of('QUOTA', 'NOT_FOUND'), 2],
    ['cloud alone under a heading of the person', of('QUOTA'), 3],
    ['person and plugin', of('NOT_FOUND', 'PLUGIN_INVALID'), 4],
    ['everything at once', of('QUOTA', 'NOT_FOUND', 'PLUGIN_INVALID', 'BUG'), 1],
  ]
  for (const [title, error, code] of exits)
    it(`exits ${code} for ${title}`, () => expect(exitCodeOf(error)).to.equal(code))

  it('is JSON for a script', () => {
    expect(failureJson(new GmError('QUOTA', 'x')).error).to.deep.include({
      code: 'QUOTA',
      fault: 'cloud',
      message: 'x',
      hints: [],
    })
    expect(failureJson('x').error).to.include({ code: 'BUG', message: 'x' })
  })
})
