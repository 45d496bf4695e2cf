// A registry that only gives: the part of the distribution specification that a pull asks, out of the folder that
// docker-registry keeps images in. Whatever name a machine asked by, the path is the same.
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'

const digestPattern = 'sha256:[0-9a-f]{64}'
const route = new RegExp(
  `^/v2/(?<name>[a-z0-9._-]+(?:/[a-z0-9._-]+)*)/(?<kind>manifests|blobs)/(?<reference>${digestPattern}|[A-Za-z0-9_][A-Za-z0-9._-]*)$`,
)

interface Wanted {
  readonly name: string
  readonly kind: string
  readonly reference: string
}

/** @param storage the folder of docker-registry. @returns what answers requests of `docker pull` */
export function registryOver(storage: string): (request: IncomingMessage, response: ServerResponse) => void {
  const root = join(storage, 'docker/registry/v2')
  return (request, response) => {
    serve(root, request, response).catch(() => response.destroy())
  }
}

async function serve(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://registry')
  response.setHeader('docker-distribution-api-version', 'registry/2.0')
  if (pathname === '/v2/') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  const wanted = route.exec(pathname)?.groups as Wanted | undefined
  const found = wanted && (await find(root, wanted))
  if (!wanted || !found) return refuse(response, wanted)
  const type = wanted.kind === 'manifests' ? await typeOf(found.file) : 'application/octet-stream'
  response.writeHead(200, {
    'content-type': type,
    'content-length': found.size,
    'docker-content-digest': found.digest,
    etag: `"${found.digest}"`,
  })
  if (request.method === 'HEAD') response.end()
  else createReadStream(found.file).pipe(response)
}

async function find(root: string, wanted: Wanted) {
  const digest = await digestOf(root, wanted)
  if (digest === undefined) return undefined
  const hex = digest.slice('sha256:'.length)
  const file = join(root, 'blobs/sha256', hex.slice(0, 2), hex, 'data')
  const found = await stat(file).catch(() => undefined)
  return found && { digest, file, size: found.size }
}

async function digestOf(root: string, { name, kind, reference }: Wanted): Promise<string | undefined> {
  if (reference.startsWith('sha256:')) return reference
  if (kind === 'blobs') return undefined
  const link = join(root, 'repositories', name, '_manifests/tags', reference, 'current/link')
  return readFile(link, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
}

async function typeOf(file: string): Promise<string> {
  const { mediaType } = JSON.parse(await readFile(file, 'utf8')) as { mediaType?: string }
  return mediaType ?? 'application/vnd.oci.image.manifest.v1+json'
}

function refuse(response: ServerResponse, wanted: Wanted | undefined): void {
  const [code, message] =
    wanted?.kind === 'manifests'
      ? ['MANIFEST_UNKNOWN', 'manifest unknown']
      : ['BLOB_UNKNOWN', 'blob unknown to registry']
  response
    .writeHead(404, { 'content-type': 'application/json' })
    .end(JSON.stringify({ errors: [{ code, message, detail: wanted?.reference ?? null }] }))
}
