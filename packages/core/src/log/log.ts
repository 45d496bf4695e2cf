// What gm did, for the day after: one line of JSON for each thing that matters, in one file a day, always with the
// run, the stack, the operation and the stage; and each run's events as they were, in a file of its own.
import type { Operation, RunEvent, Sink } from '@geuse/plugin-api'
import { pino, type Logger } from 'pino'
import type { Home } from '../state/home.js'
import { appendFile } from './append-file.js'
import { redact, redactText } from './redact.js'

/** What every line carries. */
export interface LogContext {
  /** A UUID: of the run, or made for this call. */
  readonly correlation_id: string
  readonly stack_name?: string
  readonly operation?: Operation
}

/** Where the log goes. */
export interface LogOptions {
  readonly home: Pick<Home, 'log'>
  /** Milliseconds since the epoch; the day, in UTC, names the file. */
  readonly now: () => number
  /** Lines of level debug as well. */
  readonly debug?: boolean
}

/**
 * @param options where the log goes
 * @param context what every line carries
 * @returns a logger; its file is made at the first line
 */
export function openLog({ home, now, debug = false }: LogOptions, context: LogContext): Logger {
  const file = appendFile(home.log(new Date(now()).toISOString().slice(0, 10)))
  return pino(
    {
      level: debug ? 'debug' : 'info',
      base: context,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields) as Record<string, unknown> },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map(coverText) as Parameters<typeof method>)
        },
      },
    },
    { write: (text: string) => file.write(text) },
  )
}

function coverText(argument: unknown): unknown {
  return typeof argument === 'string' ? redactText(argument) : argument
}

type Level = 'debug' | 'info' | 'warn' | 'error'
const levels: Readonly<Record<RunEvent['type'], Level>> = {
  'run.started': 'info',
  'run.finished': 'info',
  'node.started': 'info',
  'node.noted': 'info',
  'node.finished': 'info',
  'node.failed': 'error',
  'node.skipped': 'warn',
}
const emojis: Readonly<Record<RunEvent['type'], string>> = {
  'run.started': '🚀',
  'run.finished': '🎉',
  'node.started': '⏳',
  'node.noted': '📋',
  'node.finished': '✅',
  'node.failed': '❌',
  'node.skipped': '⏭️',
}

/**
 * @param log where lines go
 * @returns a listener that writes a line for each event
 */
export function logSink(log: Logger): Sink {
  let operation: Operation | undefined
  return {
    id: 'log',
    listen: (event) => {
      if ('operation' in event) operation = event.operation
      const { type, at: _at, run, stack, ...fields } = event
      const failed = type === 'run.finished' && event.outcome !== 'succeeded'
      const context = {
        correlation_id: run,
        stack_name: stack,
        operation,
        emoji: failed ? emojis['node.failed'] : emojis[type],
      }
      log[failed ? 'error' : levels[type]]({ ...context, ...brief(fields) }, type)
    },
  }
}

/** The plan of a run is in the run's own file; a log needs its size. */
function brief(fields: object): object {
  return 'nodes' in fields && Array.isArray(fields.nodes) ? { ...fields, nodes: fields.nodes.length } : fields
}

/**
 * @param home where runs are kept
 * @returns a listener that writes every event to `runs/<run-id>.jsonl`
 */
export function runWriter(home: Pick<Home, 'run'>): Sink {
  const files = new Map<string, ReturnType<typeof appendFile>>()
  return {
    id: 'run-file',
    listen: (event) => {
      const file = files.get(event.run) ?? appendFile(home.run(event.run))
      files.set(event.run, file)
      file.write(`${JSON.stringify(redact(event))}\n`)
    },
  }
}
