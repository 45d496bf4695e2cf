// The parameters of a call, whatever protocol it came in, and safe ways of reading them.

/** One value of a call's parameters. */
export type Param = string | number | boolean | null | Param[] | Params

/** The parameters of a call, nested as the API reference names them. */
export interface Params {
  [name: string]: Param
}

function isRecord(value: Param | undefined): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The record at a name, or an empty one. */
export function record(params: Params, name: string): Params {
  const value = params[name]
  return isRecord(value) ? value : {}
}

/** The text at a name; numbers and booleans as they would be written. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name]
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}

/** The list at a name, or an empty one. */
function list(params: Params, name: string): Param[] {
  const value = params[name]
  return Array.isArray(value) ? value : []
}

/** The texts of the list at a name. */
export function texts(params: Params, name: string): string[] {
  return list(params, name)
    .filter((value) => typeof value !== 'object')
    .map(String)
}

/** The records of the list at a name. */
export function records(params: Params, name: string): Params[] {
  return list(params, name).filter(isRecord)
}
