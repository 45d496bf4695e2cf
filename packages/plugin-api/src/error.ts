// Every failure that reaches a person is one GmError with a code from one table, so that exit codes, hints and
// scripts agree. It is recognised by a brand and not by `instanceof`: a plugin may bring its own copy of this package.

/** Who has to act: we, the plugin's author, the person, the cloud (run again). Of several, the first decides. */
export const faults = ['bug', 'plugin', 'user', 'cloud', 'interrupted'] as const
/** One of `faults`. */
export type Fault = (typeof faults)[number]

/** Exit code of a process that ends with a failure, by whose fault it is. */
const exitCodes: Readonly<Record<Fault, number>> = { bug: 1, user: 2, cloud: 3, plugin: 4, interrupted: 130 }

/** The table of codes: whose fault a failure is, and whether running the same command again can help. */
export const codes = {
  CONFIG_INVALID: { fault: 'user', retryable: false },
  BUDGET_EXCEEDED: { fault: 'user', retryable: false },
  CONFIRMATION_NEEDED: { fault: 'user', retryable: false },
  DECLINED: { fault: 'user', retryable: false },
  CREDENTIALS_MISSING: { fault: 'user', retryable: false },
  CREDENTIALS_EXPIRED: { fault: 'user', retryable: false },
  ACCOUNT_MISMATCH: { fault: 'user', retryable: false },
  NOT_FOUND: { fault: 'user', retryable: false },
  STACK_UNKNOWN: { fault: 'user', retryable: false },
  STACK_UNRECORDED: { fault: 'user', retryable: false },
  STACK_DIFFERS: { fault: 'user', retryable: false },
  STACK_BUSY: { fault: 'user', retryable: false },
  PLAN_STALE: { fault: 'user', retryable: false },
  LOCKED: { fault: 'user', retryable: true },
  LOCK_LOST: { fault: 'user', retryable: true },
  STATE_CORRUPT: { fault: 'user', retryable: false },
  STATE_NEWER: { fault: 'user', retryable: false },
  STATE_STALE: { fault: 'user', retryable: true },
  STORAGE_FULL: { fault: 'user', retryable: true },
  STORAGE_DENIED: { fault: 'user', retryable: false },
  DENIED: { fault: 'cloud', retryable: false },
  QUOTA: { fault: 'cloud', retryable: false },
  CAPACITY: { fault: 'cloud', retryable: true },
  UNREACHABLE: { fault: 'cloud', retryable: true },
  THROTTLED: { fault: 'cloud', retryable: true },
  TIMED_OUT: { fault: 'cloud', retryable: true },
  UNHEALTHY: { fault: 'cloud', retryable: true },
  BOOT_FAILED: { fault: 'cloud', retryable: false },
  CONFLICT: { fault: 'cloud', retryable: true },
  LEFTOVERS: { fault: 'cloud', retryable: true },
  CLOUD_REFUSED: { fault: 'cloud', retryable: false },
  CLOUD_FAILED: { fault: 'cloud', retryable: true },
  PLUGIN_FAILED: { fault: 'plugin', retryable: false },
  PLUGIN_INVALID: { fault: 'plugin', retryable: false },
  PLUGIN_MISSING: { fault: 'plugin', retryable: false },
  INTERRUPTED: { fault: 'interrupted', retryable: true },
  BUG: { fault: 'bug', retryable: false },
} as const satisfies Record<string, { fault: Fault; retryable: boolean }>

/** A code of the table. */
export type Code = keyof typeof codes

/** A failure as plain JSON: what `--json`, run logs and events carry. */
export interface ErrorShape {
  readonly code: Code
  readonly fault: Fault
  readonly message: string
  readonly retryable: boolean
  /** Commands or actions for the person to take next, most useful first. */
  readonly hints: readonly string[]
  /** The plugin at fault, as `name@version`, where one is. */
  readonly plugin?: string
  /** Messages of the chain of causes, outermost first. */
  readonly causes: readonly string[]
  /** Each of several failures that were found at once. */
  readonly problems?: readonly ErrorShape[]
}

/** What may be said about a failure beside its code and message. */
export interface ErrorOptions {
  readonly hints?: readonly string[]
  readonly plugin?: string
  readonly cause?: unknown
  readonly problems?: readonly GmError[]
}

const brand = Symbol.for('geuse.error')

/** The only error class of the project. */
export class GmError extends Error {
  readonly code: Code
  readonly hints: readonly string[]
  readonly plugin: string | undefined
  readonly problems: readonly GmError[]

  /**
   * @param code one of `codes`
   * @param message one sentence that names the thing at fault; never holds a secret
   * @param options hints (commands to type), the plugin at fault, the cause, several problems found at once
   */
  constructor(code: Code, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'GmError'
    this.code = code
    this.hints = options.hints ?? []
    this.plugin = options.plugin
    this.problems = options.problems ?? []
    Object.defineProperty(this, brand, { value: true })
  }

  /**
   * Many failures as one, so that a person can mend all of them at once. Each is shown with its own hints.
   * @param title what they have in common
   * @param problems at least one; the gravest of them gives the code
   * @param options hints for all of them together, the plugin at fault
   */
  static all(
    title: string,
    problems: readonly GmError[],
    options: Pick<ErrorOptions, 'hints' | 'plugin'> = {},
  ): GmError {
    const [gravest] = faults.flatMap((fault) => problems.filter((problem) => problem.fault === fault))
    return new GmError(gravest?.code ?? 'BUG', title, { ...options, problems })
  }

  /** Who has to act. */
  get fault(): Fault {
    return codes[this.code].fault
  }

  /** Whether the same command, typed again, can succeed. */
  get retryable(): boolean {
    return codes[this.code].retryable
  }

  /** With which a process ends that ends with this: of several failures, the gravest decides. */
  get exitCode(): number {
    if (this.fault === 'interrupted') return exitCodes.interrupted
    const found = faultsOf(this)
    return exitCodes[faults.find((fault) => found.includes(fault)) ?? 'bug']
  }

  /**
   * @param changes what is said otherwise, `message` included; everything else stays
   * @returns a new failure of the same code
   */
  with({ message = this.message, ...changes }: ErrorOptions & { readonly message?: string }): GmError {
    const { code, hints, plugin, cause, problems } = this
    return new GmError(code, message, {
      hints,
      cause,
      problems,
      ...(plugin === undefined ? {} : { plugin }),
      ...changes,
    })
  }

  /** @returns the failure as plain JSON */
  toJSON(): ErrorShape {
    return {
      code: this.code,
      fault: this.fault,
      message: this.message,
      retryable: this.retryable,
      hints: this.hints,
      causes: causesOf(this),
      ...(this.plugin === undefined ? {} : { plugin: this.plugin }),
      ...(this.problems.length > 0 ? { problems: this.problems.map((problem) => problem.toJSON()) } : {}),
    }
  }
}

/**
 * @param value anything that was thrown
 * @returns whether it is a GmError, of this copy of the package or of another
 */
export function isGmError(value: unknown): value is GmError {
  return typeof value === 'object' && value !== null && brand in value
}

/**
 * @param value anything that was thrown
 * @returns it as a GmError of this copy of the package: what is none of any copy is a bug
 */
export function asGmError(value: unknown): GmError {
  if (value instanceof GmError) return value
  if (isGmError(value)) return adopted(value)
  const message = value instanceof Error ? value.message : String(value)
  return new GmError('BUG', message === '' ? 'Something failed without a word' : message, { cause: value })
}

/** Another copy of the package, in a plugin's own modules, may be older and lack what this one has. */
function adopted({ code, message, hints, plugin, cause, problems }: GmError): GmError {
  const whose = plugin === undefined ? {} : { plugin }
  return new GmError(code, message, { hints, cause, problems: problems.map(asGmError), ...whose })
}

function faultsOf(error: GmError): Fault[] {
  return error.problems.length === 0 ? [error.fault] : error.problems.flatMap(faultsOf)
}

function causesOf(error: Error): string[] {
  const cause = error.cause
  if (!(cause instanceof Error)) return cause === undefined ? [] : [String(cause)]
  return [cause.message, ...causesOf(cause)]
}
