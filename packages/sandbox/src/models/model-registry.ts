// Ollama's registry, as `ollama pull` asks it: a manifest by the model's name, then blobs, which are at another host
// and are asked for in parts. Every model of the list is the same tiny one.
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import known from './known-models.json' with { type: 'json' }
import { tinyModel } from './tiny-model.js'

/** Where blobs are: it has to be another host than the registry's own. */
const blobHost = 'models.sandbox.test'

const manifestPath = /^\/v2\/(library\/[\w.-]+|[\w.-]+\/[\w.-]+)\/manifests\/([\w.-]+)$/
const blobPath = /^\/(?:v2\/[\w.-]+\/[\w.-]+\/blobs|data)\/(sha256:[0-9a-f]{64})$/

/** Random numbers seldom say that an answer is over. */
const params = { num_predict: 24 }

interface Blob {
  readonly mediaType: string
  readonly digest: string
  readonly bytes: Buffer
}

/** @returns what answers requests to both hosts; the model is made when somebody first asks */
export function modelRegistry(): (request: IncomingMessage, response: ServerResponse) => void {
  let made: readonly Blob[] | undefined
  return (request, response) => {
    made ??= blobs()
    answer(made, request, response)
  }
}

function answer(made: readonly Blob[], request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://registry')
  if (isKnown(pathname)) return sendManifest(response, made)
  const digest = blobPath.exec(pathname)?.[1]
  const found = made.find((each) => each.digest === digest)
  if (found === undefined) return refuse(response)
  if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': found.bytes.length }).end()
  if (pathname.startsWith('/data/')) return sendPart(response, found.bytes, request.headers.range)
  response.writeHead(307, { location: `https://${blobHost}/data/${found.digest}` }).end()
}

function isKnown(pathname: string): boolean {
  const [, name = '', tag = ''] = manifestPath.exec(pathname) ?? []
  return known.models.includes(`${name.replace(/^library\//, '')}:${tag}`)
}

function blobs(): Blob[] {
  const model = blob('application/vnd.ollama.image.model', tinyModel())
  const about = {
    model_format: 'gguf',
    model_family: 'llama',
    model_families: ['llama'],
    model_type: '0.1M',
    file_type: 'F32',
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [model.digest] },
  }
  return [
    blob('application/vnd.docker.container.image.v1+json', Buffer.from(JSON.stringify(about))),
    model,
    blob('application/vnd.ollama.image.params', Buffer.from(JSON.stringify(params))),
  ]
}

function blob(mediaType: string, bytes: Buffer): Blob {
  return { mediaType, bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` }
}

function sendManifest(response: ServerResponse, made: readonly Blob[]): void {
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
  const [config, ...layers] = made.map(({ bytes, ...rest }) => ({ ...rest, size: bytes.length }))
  response.writeHead(200, { 'content-type': mediaType })
  response.end(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }))
}

function sendPart(response: ServerResponse, bytes: Buffer, range: string | undefined): void {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '')
  if (!asked) return void response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
  const first = Number(asked[1])
  const last = Math.min(asked[2] === '' ? Infinity : Number(asked[2]), bytes.length - 1)
  if (first > last) return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
  const headers = { 'content-range': `bytes ${first}-${last}/${bytes.length}`, 'content-length': last - first + 1 }
  response.writeHead(206, headers).end(bytes.subarray(first, last + 1))
}

function refuse(response: ServerResponse): void {
  const errors = [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }]
  response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }))
}
