// A backup on its way from and to an instance, by the real script: in pieces, for who has the token, and no further
// than its folder.
import { expect } from 'chai'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerOf } from '@geuse/instance-contract'
import { FakeInstance, skipWithoutJq, whereJqIs } from './fake-instance.test.js'
import { questionOf } from './instance.js'

const id = '20261129T183000Z'

describe(`a backup on its way${whereJqIs}`, function () {
  this.timeout(60_000)
  before(skipWithoutJq)
  let instance: FakeInstance
  beforeEach(() => {
    instance = new FakeInstance()
    instance.boot()
  })
  afterEach(() => {
    const unit = Number(instance.read('unit'))
    if (unit > 0) end(unit)
    instance.remove()
  })

  const end = (pid: number) => {
    try {
      process.kill(pid)
    } catch {
      // It has ended by itself.
    }
  }
  const folder = (kind: 'backups' | 'incoming') => join(instance.root, 'mnt/efs/.geusemaker', kind, id)
  const keep = (name: string, text: string) => {
    mkdirSync(folder('backups'), { recursive: true })
    writeFileSync(join(folder('backups'), name), text)
  }
  const open = (direction: 'send' | 'receive') => instance.ask('transfer', {}, { id, direction })
  const ask = (
    { port, token }: AnswerOf<'transfer'>,
    method: string,
    path: string,
    { headers = {}, body }: { readonly headers?: Record<string, string>; readonly body?: string } = {},
  ) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, connection: 'close', ...headers },
      ...(body === undefined ? {} : { body }),
    })

  it('is fetched, as a whole or from where it was left', async () => {
    keep('n8n.part', 'one two three')
    const opened = open('send')
    expect(await (await ask(opened, 'GET', '/n8n.part')).text()).to.equal('one two three')
    expect(await (await ask(opened, 'GET', '/n8n.part', { headers: { range: 'bytes=8-' } })).text()).to.equal('three')
    expect((await ask(opened, 'GET', '/n8n.part', { headers: { range: 'bytes=14-' } })).status).to.equal(404)
  })

  it('is brought in pieces, and what is there is told', async () => {
    const opened = open('receive')
    const put = (at: number, body: string) =>
      ask(opened, 'PUT', '/n8n.part', { body, headers: { 'content-range': `bytes ${at}-${at + body.length - 1}/13` } })
    expect((await put(0, 'one two ')).status).to.equal(204)
    expect((await ask(opened, 'HEAD', '/n8n.part')).headers.get('content-length')).to.equal('8')
    expect((await put(9, 'beyond what is there')).status).to.equal(409)
    expect((await put(8, 'three')).status).to.equal(204)
    expect(readFileSync(join(folder('incoming'), 'n8n.part'), 'utf8')).to.equal('one two three')
    expect((await ask(opened, 'HEAD', '/manifest.tsv')).headers.get('content-length')).to.equal('0')
  })

  it('is nobody else’s: without the token, of another folder, in the other direction', async () => {
    keep('n8n.part', 'one')
    const opened = open('send')
    expect((await ask({ ...opened, token: '0'.repeat(64) }, 'GET', '/n8n.part')).status).to.equal(401)
    expect((await ask({ ...opened, token: '0'.repeat(64) }, 'DELETE', '/')).status).to.equal(404)
    for (const path of ['/..%2f..%2forigin', '/n8n.part/../x', '/.part%00', '/other'])
      expect((await ask(opened, 'GET', path)).status, path).to.equal(404)
    expect((await ask(opened, 'PUT', '/n8n.part', { body: 'x' })).status).to.equal(404)
  })

  it('ends when it is told to', async () => {
    keep('n8n.part', 'one')
    const opened = open('send')
    expect((await ask(opened, 'DELETE', '/')).status).to.equal(204)
    const gone = await ask(opened, 'GET', '/n8n.part').then(
      () => 'there',
      () => 'gone',
    )
    expect(gone).to.equal('gone')
  })

  it('is begun only where there is one, and by whoever holds the data', () => {
    const refused = (direction: 'send' | 'receive', environment = {}) =>
      instance.command(questionOf('transfer', { id, direction }), environment).stderr
    expect(refused('send')).to.contain(`there is no backup ${id}`)
    mkdirSync(join(folder('incoming'), 'of-another-time'), { recursive: true })
    open('receive')
    expect(instance.command(`ls ${folder('incoming')}`).stdout).to.equal('')
    writeFileSync(join(instance.root, 'var/lib/geusemaker/boot/lease'), '9\ti-other\t2026-01-01T00:00:00Z\n')
    expect(refused('receive')).to.match(/holds|lease/)
  })
})
