// A folder as docker-registry lays it out, and what a pull asks of it.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { registryOver } from './registry.js'

describe('the registry of real machines', () => {
  const type = 'application/vnd.docker.distribution.manifest.v2+json'
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: type })
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
  let folder: string
  let server: Server
  let url: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-registry-'))
    const root = join(folder, 'docker/registry/v2')
    const tag = join(root, 'repositories/library/postgres/_manifests/tags/17.11/current')
    const blob = join(root, 'blobs/sha256', digest.slice(7, 9), digest.slice(7))
    for (const path of [tag, blob]) await mkdir(path, { recursive: true })
    await writeFile(join(tag, 'link'), digest)
    await writeFile(join(blob, 'data'), manifest)
    server = createServer(registryOver(folder)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/`
  })
  after(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })

  it('says that it is one', async () => {
    expect((await fetch(url)).status).to.equal(200)
  })

  it('gives a manifest by tag and by digest, with its type', async () => {
    for (const reference of ['17.11', digest]) {
      const answer = await fetch(`${url}library/postgres/manifests/${reference}`)
      expect([
        answer.status,
        answer.headers.get('content-type'),
        answer.headers.get('docker-content-digest'),
      ]).to.deep.equal([200, type, digest])
      expect(await answer.text()).to.equal(manifest)
    }
  })

  it('tells of it without giving it', async () => {
    const answer = await fetch(`${url}library/postgres/manifests/17.11`, { method: 'HEAD' })
    expect([answer.headers.get('content-length'), await answer.text()]).to.deep.equal([String(manifest.length), ''])
  })

  it('gives a layer', async () => {
    expect(await (await fetch(`${url}library/postgres/blobs/${digest}`)).text()).to.equal(manifest)
  })

  it('knows no other tag, no other layer, and no way out of its folder', async () => {
    const other = `sha256:${'0'.repeat(64)}`
    const answers = await Promise.all(
      ['manifests/18.0', `blobs/${other}`, 'blobs/..%2f..%2f..', 'manifests/../../../x'].map(async (path) => {
        const answer = await fetch(`${url}library/postgres/${path}`)
        return [answer.status, /"code":"(\w+)"/.exec(await answer.text())?.[1]]
      }),
    )
    expect(answers).to.deep.equal([
      [404, 'MANIFEST_UNKNOWN'],
      [404, 'BLOB_UNKNOWN'],
      [404, 'BLOB_UNKNOWN'],
      [404, 'BLOB_UNKNOWN'],
    ])
  })
})
