// Which way of showing progress fits where it goes: a tree on a terminal, lines in a log, JSON for a script, nothing.
// Progress is never the result: all of it goes to one stream that the caller names, stderr.
import { makeLines } from './lines.js'
import type { Progress } from './progress-contract.js'
import type { Style } from './style.js'
import type { Screen } from './terminal.js'
import { Tree } from './tree.js'

export type { Progress } from './progress-contract.js'

/** What `--progress` can say. */
export type ProgressChoice = 'auto' | 'tree' | 'lines' | 'jsonl' | 'silent'

/** Where progress goes and what is wanted. */
export interface ProgressOptions {
  readonly choice: ProgressChoice
  readonly screen: Screen
  readonly style: Style
  readonly ci: boolean
  /** `TERM` */
  readonly term?: string
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/**
 * @param options what is wanted and where it goes
 * @returns what `auto` stands for here, anything else as it is
 */
export function chooseProgress({
  choice,
  screen,
  ci,
  term,
}: Omit<ProgressOptions, 'style'>): Exclude<ProgressChoice, 'auto'> {
  if (choice !== 'auto') return choice
  return screen.isTTY === true && !ci && term !== 'dumb' ? 'tree' : 'lines'
}

/**
 * @param options what is wanted and where it goes
 * @returns a listener to run events. A stream that breaks silences it and never stops a run
 */
export function makeProgress(options: ProgressOptions): Progress {
  const screen = unbreakable(options.screen)
  const write = (text: string): void => void screen.write(`${text}\n`)
  switch (chooseProgress(options)) {
    case 'tree':
      return new Tree({ screen, style: options.style, now: options.now ?? Date.now, every, atExit })
    case 'lines':
      return makeLines(write, options.style)
    case 'jsonl':
      return { id: 'jsonl', listen: (event) => write(JSON.stringify(event)), stop: nothing, say: nothing }
    case 'silent':
      return { id: 'silent', listen: nothing, stop: nothing, say: nothing }
  }
}

interface Emitter {
  on(event: 'error', listener: () => void): unknown
}

/** `gm deploy … 2>&1 | head` closes the stream in the middle of a run that must go on. */
function unbreakable(screen: Screen): Screen {
  let broken = false
  if ('on' in screen) (screen as unknown as Emitter).on('error', () => (broken = true))
  const write = (text: string): unknown => (broken ? false : screen.write(text))
  return new Proxy(screen, {
    get(target, name) {
      if (name === 'write') return write
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function nothing(): void {
  return undefined
}

function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  return () => clearInterval(timer)
}

function atExit(leave: () => void): () => void {
  process.once('exit', leave)
  return () => void process.off('exit', leave)
}
