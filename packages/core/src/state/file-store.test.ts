// The store on a real disk: torn at any byte, newer, edited, stale, full, unreadable.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { sampleDocument } from '../testing/sample-document.js'
import type { Document } from './document.js'
import { asStorageError } from './durable-file.js'
import { FileStore } from './file-store.js'

describe('the file store', () => {
  let root: string
  let store: FileStore
  const file = (): string => join(root, 'deployments', 'my-stack.json')
  const next = (document: Document, fields: Partial<Document> = {}): Document => ({
    ...document,
    ...fields,
    revision: document.revision + 1,
  })
  const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => undefined,
      (error: { code?: string }) => error.code,
    )

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'gm state '))
    store = new FileStore({ deployments: join(root, 'deployments'), backups: join(root, 'backups') })
  })
  afterEach(() => rm(root, { recursive: true }))

  it('gives back what was saved, in files and folders of their owner alone', async () => {
    const document = next(sampleDocument())
    await store.save(document)
    expect(await store.load('my-stack')).to.deep.equal(document)
    expect(await store.list()).to.deep.equal(['my-stack'])
    expect((await stat(file())).mode & 0o777).to.equal(0o600)
    expect((await stat(join(root, 'deployments'))).mode & 0o777).to.equal(0o700)
    expect(await readdir(join(root, 'deployments'))).to.deep.equal(['my-stack.json'])
  })

  it('knows no stack that was never saved', async () => {
    expect(await store.load('my-stack')).to.equal(undefined)
    expect(await store.list()).to.deep.equal([])
  })

  it('lets a stale writer lose and keeps what is there', async () => {
    const first = next(sampleDocument())
    await store.save(first)
    await store.save(next(first, { tier: 'automation' }))
    expect(await codeOf(store.save(next(first)))).to.equal('STATE_STALE')
    expect((await store.load('my-stack'))?.tier).to.equal('automation')
  })

  it('removes what killed writers have left of a stack, and nothing of another', async () => {
    await store.save(next(sampleDocument()))
    const [own, foreign] = ['my-stack.json.17.5b0f.tmp', 'my-stack-2.json.17.5b0f.tmp']
    for (const name of [own, foreign]) await writeFile(join(root, 'deployments', name), '{')
    await store.remove('my-stack')
    expect(await readdir(join(root, 'deployments'))).to.deep.equal([foreign])
  })

  it('reports a file torn at any byte, and never overwrites it', async () => {
    const document = next(sampleDocument())
    await store.save(document)
    const whole = await readFile(file(), 'utf8')
    for (let length = 0; length < whole.length - 1; length += 1) {
      await writeFile(file(), whole.slice(0, length))
      expect(await codeOf(store.load('my-stack')), `torn after ${length} bytes`).to.equal('STATE_CORRUPT')
      if (length % 100 === 0) expect(await codeOf(store.save(next(document)))).to.equal('STATE_CORRUPT')
    }
  })

  it('refuses a newer format and an edited one, each in its own words', async () => {
    const document = next(sampleDocument())
    await store.save(document)
    await writeFile(file(), JSON.stringify({ ...document, schema_version: 2 }))
    expect(await codeOf(store.load('my-stack'))).to.equal('STATE_NEWER')
    await writeFile(file(), JSON.stringify({ ...document, status: 'fine' }))
    expect(await codeOf(store.load('my-stack'))).to.equal('STATE_CORRUPT')
    await writeFile(file(), JSON.stringify({ ...document, mine: 1 }))
    expect(await codeOf(store.load('my-stack'))).to.equal('STATE_CORRUPT')
  })

  it('names the backups of a torn file, newest first, and keeps ten', async () => {
    let document = next(sampleDocument())
    for (let revision = 1; revision <= 13; revision += 1, document = next(document)) await store.save(document)
    expect((await readdir(join(root, 'backups'))).length).to.equal(10)
    await writeFile(file(), '{')
    const error = await store.load('my-stack').catch((thrown: { hints: string[] }) => thrown)
    expect((error as { hints: string[] }).hints[0]).to.contain('my-stack.00000012.json')
  })

  it('removes a document with its backups', async () => {
    const document = next(sampleDocument())
    await store.save(document)
    await store.save(next(document))
    await store.remove('my-stack')
    expect(await store.load('my-stack')).to.equal(undefined)
    expect(await readdir(join(root, 'backups'))).to.deep.equal([])
  })

  it('says a full disk and a folder without permission in words that name the path', async () => {
    expect(asStorageError(Object.assign(new Error('x'), { code: 'ENOSPC' }), '/a')).to.include({ code: 'STORAGE_FULL' })
    expect(asStorageError(Object.assign(new Error('x'), { code: 'EROFS' }), '/a')).to.include({
      code: 'STORAGE_DENIED',
    })
    await writeFile(join(root, 'deployments'), 'a file where a folder should be')
    expect(await codeOf(store.save(next(sampleDocument())))).to.be.oneOf(['STORAGE_DENIED', 'EEXIST'])
  })
})
