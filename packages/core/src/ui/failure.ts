// A failure as a person reads it: what happened, everything that is wrong, why, the machine's last words where it had
// any, and what to type next. And as a shell reads it: one exit code.
import { GmError, isGmError, type ErrorShape, type Fault } from '@geuse/plugin-api'
import { line, drawLine, piece, type Line } from './line.js'
import { marks, type Style } from './style.js'
import { wrap } from './width.js'

/** From fault to exit code. */
const exitCodes: Readonly<Record<Fault, number>> = { bug: 1, user: 2, cloud: 3, plugin: 4, interrupted: 130 }
/** Of several faults the first of these decides. */
const gravest: readonly Fault[] = ['bug', 'plugin', 'user', 'cloud', 'interrupted']

/**
 * @param error anything that was thrown
 * @returns it as a GmError: what is not one is a bug
 */
export function asFailure(error: unknown): GmError {
  if (isGmError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  return new GmError('BUG', message === '' ? 'Something failed without a word' : message, { cause: error })
}

/** @param error anything that was thrown. @returns what `--json` prints for it */
export function failureJson(error: unknown): { readonly error: ErrorShape } {
  return { error: asFailure(error).toJSON() }
}

/** @param error anything that was thrown. @returns the exit code of the process */
export function exitCodeOf(error: unknown): number {
  const failure = asFailure(error)
  if (failure.fault === 'interrupted') return exitCodes.interrupted
  const faults = faultsOf(failure)
  return exitCodes[gravest.find((fault) => faults.includes(fault)) ?? 'bug']
}

function faultsOf(error: GmError): Fault[] {
  return error.problems.length === 0 ? [error.fault] : error.problems.flatMap(faultsOf)
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
  const failure = asFailure(error)
  const shape = failure.toJSON()
  const known = new Set([shape.message])
  const sections = [head(shape, style), problems(shape, style, known), causes(shape, style, known), next(shape, style), ...(debug ? [trace(failure)] : [])]
  const full = sections.filter((section) => section.length > 0)
  return full.flatMap((section, index) => (index === 0 ? section : [line(), ...section])).map((drawn) => drawLine(drawn, { ...style, width: Infinity }))
}

function head(shape: ErrorShape, style: Style): Line[] {
  const lines = wrap(shape.message, style.width - 4 - shape.code.length)
  const last = lines.length - 1
  const code = piece(`  ${shape.code}`, 'quiet')
  const drawn = lines.map((text, index) => line(piece(index === 0 ? `${marks.failed} ` : '  ', 'bad'), piece(text, 'title'), ...(index === last ? [code] : [])))
  return [...drawn, ...(shape.plugin === undefined ? [] : [line(piece(`  in plugin ${shape.plugin}`, 'worry'))])]
}

function problems(shape: ErrorShape, style: Style, known: Set<string>): Line[] {
  return (shape.problems ?? []).flatMap((problem) => {
    known.add(problem.message)
    const text = wrap(problem.message, style.width - 4).map((part, index) => line(piece(index === 0 ? '  • ' : '    ', 'bad'), piece(part)))
    const hints = problem.hints.map((hint) => line(piece(`    ${marks.arrow} `, 'quiet'), piece(hint, 'command')))
    const inner = problem.problems === undefined ? [] : problems(problem, style, known)
    return [...text, ...(problem.plugin === undefined ? [] : [line(piece(`    in plugin ${problem.plugin}`, 'worry'))]), ...hints, ...inner]
  })
}

const logLines = 20

/** A cause of several lines is a log: only its end is shown, as it is. */
function causes(shape: ErrorShape, style: Style, known: Set<string>): Line[] {
  const fresh = shape.causes.filter((cause) => cause !== '' && !known.has(cause))
  return fresh.flatMap((cause) => {
    const text = cause.trimEnd().split('\n')
    if (text.length > 1) return [line(piece('  The last lines of the log:', 'quiet')), ...text.slice(-logLines).map((part) => line(piece(`  ${marks.bar} `, 'quiet'), piece(part)))]
    return wrap(cause, style.width - 11).map((part, index) => line(piece(index === 0 ? '  because  ' : '           ', 'quiet'), piece(part)))
  })
}

function next(shape: ErrorShape, style: Style): Line[] {
  const own = shape.fault === 'bug' ? ['type the same command with --debug, and report what it shows'] : []
  const hints = [...shape.hints, ...own]
  if (hints.length === 0) return []
  return [line(piece('  What to do next', 'quiet')), ...hints.flatMap((hint) => wrap(hint, style.width - 4).map((part, index) => line(piece(index === 0 ? `  ${marks.arrow} ` : '    ', 'quiet'), piece(part, 'command'))))]
}

function trace(failure: GmError): Line[] {
  const origin = failure.cause instanceof Error ? (failure.cause.stack ?? '') : ''
  const stack = failure.code === 'BUG' && origin !== '' ? origin : [failure.stack ?? '', ...(origin === '' ? [] : [`caused by ${origin}`])].join('\n')
  return stack.split('\n').map((text) => line(piece(`  ${text}`, 'quiet')))
}
