// Whether what every module of a process shares is still what it was.

const shared: Readonly<Record<string, object>> = {
  'Array.prototype': Array.prototype,
  'Object.prototype': Object.prototype,
  'String.prototype': String.prototype,
  'Function.prototype': Function.prototype,
  'Promise.prototype': Promise.prototype,
  'Map.prototype': Map.prototype,
  'Set.prototype': Set.prototype,
  'RegExp.prototype': RegExp.prototype,
  'Number.prototype': Number.prototype,
  'Date.prototype': Date.prototype,
  'Error.prototype': Error.prototype,
  JSON,
  Math,
  Object,
  Promise,
  Reflect,
}

/** What each of them held, by name and key. */
type Snapshot = ReadonlyMap<string, ReadonlyMap<PropertyKey, unknown>>

/** @returns what they hold now */
export function snapshot(): Snapshot {
  return new Map(
    Object.entries(shared).map(([name, thing]) => [
      name,
      new Map(Reflect.ownKeys(thing).map((key) => [key, valueOf(thing, key)])),
    ]),
  )
}

/** @param before from `snapshot` @returns the first that has changed, e.g. `Array.prototype.map` */
export function changedBuiltIn(before: Snapshot): string | undefined {
  for (const [name, held] of Object.entries(shared)) {
    const old = before.get(name)
    const key = Reflect.ownKeys(held).find((one) => old?.get(one) !== valueOf(held, one))
    if (key !== undefined) return `${name}.${String(key)}`
  }
  return undefined
}

/** What a property is, without calling what may stand behind it. */
function valueOf(thing: object, key: PropertyKey): unknown {
  const { value, get } = Object.getOwnPropertyDescriptor(thing, key) ?? {}
  return get ?? (value as unknown)
}
