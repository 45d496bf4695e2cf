// A failure as a person reads it: what happened, everything that is wrong, why, the instance's last words where it had
// any, and what to type next. And as a shell reads it: one exit code.
import { asGmError, type ErrorShape, type GmError } from '@geuse/plugin-api'
import { drawLine, line, lineWidth, segment, type Line, type Segment } from './line.js'
import { marks, type Tone, type Style } from './style.js'
import { displayWidth, wrap } from './width.js'

/** @param error anything that was thrown. @returns what `--json` prints for it */
export function failureJson(error: unknown): { readonly error: ErrorShape } {
  return { error: asGmError(error).toJSON() }
}

/** @param error anything that was thrown. @returns the exit code of the process */
export function exitCodeOf(error: unknown): number {
  return asGmError(error).exitCode
}

/** What to show beside the failure. */
export interface FailureOptions {
  readonly style: Style
  /** Adds the stack of calls. */
  readonly debug?: boolean
}

/**
 * @param error anything that was thrown
 * @param options how to show it
 * @returns lines for the terminal
 */
export function failureLines(error: unknown, { style, debug = false }: FailureOptions): string[] {
  const failure = asGmError(error)
  const shape = failure.toJSON()
  const told = new Set([shape.message])
  const sections = [head(shape, style), problems(shape, style, told), causes(shape, style, told), next(shape, style)]
  const full = [...sections, debug ? trace(failure) : []].filter((section) => section.length > 0)
  const lines = full.flatMap((section, index) => (index === 0 ? section : [line(), ...section]))
  return lines.map((drawn) => drawLine(drawn, { ...style, width: Infinity }))
}

/** Text that hangs beside its mark, wrapped. */
function hangingIndent(mark: Segment, text: string, tone: Tone, width: number): Line[] {
  const indent = displayWidth(mark.text)
  return wrap(text, width - indent).map((part, index) =>
    line(index === 0 ? mark : segment(' '.repeat(indent)), segment(part, tone)),
  )
}

function head(shape: ErrorShape, style: Style): Line[] {
  const lines = hangingIndent(segment(`${marks.failed} `, 'error'), shape.message, 'title', style.width)
  return [...lines.slice(0, -1), ...withCode(lines.at(-1) ?? line(), shape.code, style), ...pluginLine(shape, '  ')]
}

/** After the last words where it fits there, else below them. */
function withCode(last: Line, code: string, style: Style): Line[] {
  const together = line(...last.left, segment(`  ${code}`, 'dim'))
  return lineWidth(together) <= style.width ? [together] : [last, line(segment(`  ${code}`, 'dim'))]
}

function pluginLine({ plugin }: ErrorShape, indent: string): Line[] {
  return plugin === undefined ? [] : [line(segment(`${indent}in plugin ${plugin}`, 'warning'))]
}

function problems(shape: ErrorShape, style: Style, told: Set<string>): Line[] {
  return (shape.problems ?? []).flatMap((problem) => {
    told.add(problem.message)
    const text = hangingIndent(segment('  • ', 'error'), problem.message, 'plain', style.width)
    const hints = problem.hints.map((hint) => line(segment(`    ${marks.arrow} `, 'dim'), segment(hint, 'command')))
    return [...text, ...pluginLine(problem, '    '), ...hints, ...problems(problem, style, told)]
  })
}

const logLines = 20

/** A cause of several lines is a log: only its end is shown, as it is, below its own heading where it has one. */
function causes(shape: ErrorShape, style: Style, told: ReadonlySet<string>): Line[] {
  const fresh = shape.causes.filter((cause) => cause !== '' && !told.has(cause))
  return fresh.flatMap((cause) => {
    const text = cause.trimEnd().split('\n')
    return text.length > 1 ? logOf(text) : hangingIndent(segment('  because  ', 'dim'), cause, 'plain', style.width)
  })
}

function logOf(text: readonly string[]): Line[] {
  const headed = text[0]?.endsWith(':') === true
  const heading = headed ? (text[0] ?? '') : 'last lines of the log:'
  const rows = text.slice(headed ? 1 : 0).slice(-logLines)
  return [
    line(segment(`  ${heading}`, 'dim')),
    ...rows.map((part) => line(segment(`  ${marks.bar} `, 'dim'), segment(part))),
  ]
}

function next(shape: ErrorShape, style: Style): Line[] {
  const own = shape.fault === 'bug' ? ['type the same command with --debug, and report what it shows'] : []
  const hints = [...shape.hints, ...own].flatMap((hint) =>
    hangingIndent(segment(`  ${marks.arrow} `, 'dim'), hint, 'command', style.width),
  )
  return hints.length === 0 ? [] : [line(segment('  What to do next', 'dim')), ...hints]
}

function trace(failure: GmError): Line[] {
  const origin = failure.cause instanceof Error ? (failure.cause.stack ?? '') : ''
  const both = [failure.stack ?? '', ...(origin === '' ? [] : [`caused by ${origin}`])].join('\n')
  const stack = failure.code === 'BUG' && origin !== '' ? origin : both
  return stack.split('\n').map((text) => line(segment(`  ${text}`, 'dim')))
}
