// The GGUF file format, as much of it as one small model needs: a head, named values, named tensors of 32-bit floats,
// and their numbers (specification: docs/gguf.md of the ggml project, version 3).

const version = 3
/** Where tensors begin, and each of them, in bytes. */
const alignment = 32
/** Numbers of the types of values, and of tensors. */
const types = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const
const float32Tensor = 0

type Scalar = 'uint32' | 'int32' | 'float32' | 'bool' | 'string'

/** A value with its type, or a list of values of one type. */
export type GgufValue =
  | { readonly type: Scalar; readonly value: string | number | boolean }
  | { readonly list: Scalar; readonly values: readonly (string | number)[] }

/** Numbers in as many dimensions as there are sizes; the first size is that of what lies side by side. */
export interface GgufTensor {
  readonly sizes: readonly number[]
  readonly numbers: Float32Array
}

/**
 * Writes a file.
 * @param values by their keys, e.g. `general.architecture`
 * @param tensors by their names
 */
export function gguf(
  values: Readonly<Record<string, GgufValue>>,
  tensors: Readonly<Record<string, GgufTensor>>,
): Buffer {
  const counts = [uint64(Object.keys(tensors).length), uint64(Object.keys(values).length)]
  const head = [Buffer.from('GGUF'), uint32(version), ...counts]
  const named = Object.entries(values).flatMap(([key, value]) => [text(key), ...encoded(value)])
  const infos: Buffer[] = []
  const data: Buffer[] = []
  let offset = 0
  for (const [name, { sizes, numbers }] of Object.entries(tensors)) {
    infos.push(text(name), uint32(sizes.length), ...sizes.map(uint64), uint32(float32Tensor), uint64(offset))
    const bytes = padded(Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    data.push(bytes)
    offset += bytes.length
  }
  return Buffer.concat([padded(Buffer.concat([...head, ...named, ...infos])), ...data])
}

function encoded(value: GgufValue): Buffer[] {
  if ('type' in value) return [uint32(types[value.type]), scalar(value.type, value.value)]
  const items = value.values.map((each) => scalar(value.list, each))
  return [uint32(types.array), uint32(types[value.list]), uint64(items.length), ...items]
}

function scalar(type: Scalar, value: string | number | boolean): Buffer {
  if (type === 'string') return text(String(value))
  if (type === 'bool') return Buffer.from([value ? 1 : 0])
  const bytes = Buffer.alloc(4)
  if (type === 'float32') bytes.writeFloatLE(Number(value))
  else if (type === 'int32') bytes.writeInt32LE(Number(value))
  else bytes.writeUInt32LE(Number(value))
  return bytes
}

function uint32(value: number): Buffer {
  return scalar('uint32', value)
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint64(bytes.length), bytes])
}

function padded(bytes: Buffer): Buffer {
  const over = bytes.length % alignment
  return over === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(alignment - over)])
}
