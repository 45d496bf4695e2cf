// What goes back to the caller, as plain data.

/** An HTTP answer. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer of the JSON protocols. */
export const jsonAnswer = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(value),
})

/** An answer of the XML protocols. */
export const xmlAnswer = (body: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/xml;charset=UTF-8' },
  body,
})

/** Whether the call did what was asked. */
export const succeeded = (answer: Answer): boolean => answer.status < 300
