// The registry as `ollama pull` walks through it; that Ollama takes the model is tried where Ollama runs.
import { expect } from 'chai'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { modelRegistry } from './model-registry.js'

describe('modelRegistry', () => {
  let server: Server
  let url: string
  before(async () => {
    server = createServer(modelRegistry()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => server.close())
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${url}${path}`, { redirect: 'manual', headers, method })

  it('gives a manifest, and leads to blobs at another host, which gives them whole and in parts', async () => {
    const manifest = await get('/v2/library/llama3.2/manifests/1b')
    const { layers } = (await manifest.json()) as { layers: { mediaType: string; digest: string; size: number }[] }
    const { digest, size } = layers.find(({ mediaType }) => mediaType === 'application/vnd.ollama.image.model')!
    const blob = `/v2/library/llama3.2/blobs/${digest}`
    expect((await get(blob, {}, 'HEAD')).headers.get('content-length')).to.equal(String(size))
    const redirect = await get(blob)
    expect(redirect.status).to.equal(307)
    expect(redirect.headers.get('location')).to.equal(`https://models.sandbox.test/data/${digest}`)
    const whole = Buffer.from(await (await get(`/data/${digest}`)).arrayBuffer())
    expect(`sha256:${createHash('sha256').update(whole).digest('hex')}`).to.equal(digest)
    const part = await get(`/data/${digest}`, { range: `bytes=100-${size + 100}` })
    expect([part.status, part.headers.get('content-range')]).to.deep.equal([206, `bytes 100-${size - 1}/${size}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(100))).to.equal(true)
    expect((await get(`/data/${digest}`, { range: `bytes=${size}-` })).status).to.equal(416)
  })

  for (const path of [
    '/v2/library/no-such-model/manifests/latest',
    '/v2/library/llama3.2/manifests/70b',
    `/data/sha256:${'0'.repeat(64)}`,
    '/v2/library/..%2f/manifests/1b',
  ])
    it(`has no ${path}`, async () => expect((await get(path)).status).to.equal(404))

  it('begins the model as a GGUF file of version 3', async () => {
    const { layers } = (await (await get('/v2/library/llama3.2/manifests/1b')).json()) as {
      layers: { digest: string }[]
    }
    const start = Buffer.from(await (await get(`/data/${layers[0]?.digest ?? ''}`)).arrayBuffer()).subarray(0, 8)
    expect([start.subarray(0, 4).toString(), start.readUInt32LE(4)]).to.deep.equal(['GGUF', 3])
  })
})
