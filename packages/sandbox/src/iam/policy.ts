// A small reader of IAM policies: actions and resources with wildcards, and the conditions that an instance's role
// uses.

/** A statement of a policy document. */
interface Statement {
  readonly Effect?: string
  readonly Action?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** A policy document. */
export interface PolicyDocument {
  readonly Statement?: Statement | readonly Statement[]
}

/** A question to the policies of a role. Context keys are in lower case. */
export interface Question {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T]
}

function like(pattern: string, value: string, flags = ''): boolean {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  ).test(value)
}

/** Fills in `${aws:...}` from the context. */
function filled(pattern: string, context: Question['context']): string {
  return pattern.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    const value = context?.[name.toLowerCase()]
    return typeof value === 'string' ? value : whole
  })
}

const tests: Readonly<Record<string, (wanted: string, value: string) => boolean>> = {
  StringEquals: (wanted, value) => wanted === value,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: (wanted, value) => wanted === value,
}

function holdsOne(operator: string, key: string, wanted: readonly string[], context: Question['context']): boolean {
  const every = operator.startsWith('ForAllValues:')
  const [name = '', suffix] = operator.replace(/^For(All|Any)Values?:/, '').split(/(?=IfExists$)/)
  const test = tests[name]
  const found = context?.[key.toLowerCase()]
  if (found === undefined) return every || suffix !== undefined
  const passes = (value: string): boolean =>
    test !== undefined && wanted.some((pattern) => test(filled(pattern, context), value))
  return every ? asList(found).every(passes) : asList(found).some(passes)
}

function holds({ Condition = {} }: Statement, context: Question['context']): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holdsOne(operator, key, asList(wanted as string | string[]).map(String), context),
    ),
  )
}

function applies(statement: Statement, { action, resource, context }: Question): boolean {
  return (
    asList(statement.Action).some((pattern) => like(pattern, action, 'i')) &&
    asList(statement.Resource).some((pattern) => like(filled(pattern, context), resource)) &&
    holds(statement, context)
  )
}

/** Whether the documents allow it: some statement does, and none denies it. */
export function allows(documents: readonly PolicyDocument[], question: Question): boolean {
  const effects = documents
    .flatMap(({ Statement: statements }) => asList(statements))
    .filter((each) => applies(each, question))
    .map((each) => each.Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}
