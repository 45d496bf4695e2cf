// A language model of half a megabyte, made of chance: real Ollama loads it, answers with words, and makes vectors of
// texts. What it says means nothing; that it says something is what is tried.
import { gguf, type GgufTensor, type GgufValue } from './gguf.js'

const layers = 2
const width = 64
const heads = 4
const inner = 128
const context = 512
const spread = 0.2
/** Words come far more often than the tokens for single bytes, so that answers are readable. */
const byteWeight = 0.01

const words = 'the a cat dog sat on mat and ran red blue hello world yes no'.split(' ').map((word) => `▁${word}`)
const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index))
const signs = ['.', ',', '!', '?', '▁', ...letters]
const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)
const control = ['<unk>', '<s>', '</s>']
const tokens = [...control, ...bytes, ...words, ...signs]
const meaningless = control.length + bytes.length

/** Token types of llama.cpp. */
const tokenTypes = { normal: 1, unknown: 2, control: 3, byte: 6 } as const

/** @returns the file of the model, the same every time */
export function tinyModel(): Buffer {
  return gguf(values(), tensors(chance(7)))
}

function number(type: 'uint32' | 'float32', value: number): GgufValue {
  return { type, value }
}

function values(): Record<string, GgufValue> {
  const scores = tokens.map((_, index) => (index < meaningless ? 0 : meaningless - 1 - index))
  return {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: 'tiny' },
    'general.file_type': number('uint32', 0),
    'llama.context_length': number('uint32', context),
    'llama.embedding_length': number('uint32', width),
    'llama.block_count': number('uint32', layers),
    'llama.feed_forward_length': number('uint32', inner),
    'llama.attention.head_count': number('uint32', heads),
    'llama.attention.head_count_kv': number('uint32', heads),
    'llama.attention.layer_norm_rms_epsilon': number('float32', 1e-5),
    'llama.rope.dimension_count': number('uint32', width / heads),
    'llama.vocab_size': number('uint32', tokens.length),
    'tokenizer.ggml.model': { type: 'string', value: 'llama' },
    'tokenizer.ggml.pre': { type: 'string', value: 'default' },
    'tokenizer.ggml.tokens': { list: 'string', values: tokens },
    'tokenizer.ggml.scores': { list: 'float32', values: scores },
    'tokenizer.ggml.token_type': { list: 'int32', values: tokens.map(typeOf) },
    'tokenizer.ggml.unknown_token_id': number('uint32', 0),
    'tokenizer.ggml.bos_token_id': number('uint32', 1),
    'tokenizer.ggml.eos_token_id': number('uint32', 2),
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
    'tokenizer.ggml.add_eos_token': { type: 'bool', value: false },
  }
}

function typeOf(_: string, index: number): number {
  if (index === 0) return tokenTypes.unknown
  if (index < control.length) return tokenTypes.control
  return index < meaningless ? tokenTypes.byte : tokenTypes.normal
}

function tensors(next: () => number): Record<string, GgufTensor> {
  const random = (...sizes: number[]): GgufTensor => {
    const length = sizes.reduce((product, size) => product * size, 1)
    return { sizes, numbers: Float32Array.from({ length }, () => next() * spread) }
  }
  const ones: GgufTensor = { sizes: [width], numbers: new Float32Array(width).fill(1) }
  const output = random(width, tokens.length)
  output.numbers.set(output.numbers.slice(0, meaningless * width).map((each) => each * byteWeight))
  const made: Record<string, GgufTensor> = {
    'token_embd.weight': random(width, tokens.length),
    'output.weight': output,
  }
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string) => `blk.${layer}.${part}.weight`
    for (const norm of ['attn_norm', 'ffn_norm']) made[name(norm)] = ones
    for (const part of ['attn_q', 'attn_k', 'attn_v', 'attn_output']) made[name(part)] = random(width, width)
    for (const part of ['ffn_gate', 'ffn_up']) made[name(part)] = random(width, inner)
    made[name('ffn_down')] = random(inner, width)
  }
  return { ...made, 'output_norm.weight': ones }
}

/** Numbers about zero, about one wide, the same for the same seed: the sum of twelve even ones (Irwin and Hall). */
function chance(seed: number): () => number {
  let state = seed
  const even = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return () => Array.from({ length: 12 }, even).reduce((sum, each) => sum + each, -6)
}
