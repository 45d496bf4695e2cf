// What goes back to the caller, as plain data.

/** An HTTP answer. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer of the JSON protocols. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(value),
  }
}

/** An answer of the XML protocols. */
export function xmlAnswer(body: string, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body,
  }
}

/** Whether the call did what was asked. */
export function succeeded(answer: Answer): boolean {
  return answer.status < 300
}
