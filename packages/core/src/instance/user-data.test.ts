// From files to the script that an instance is launched with, and back.
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { makeBundle } from './bundle.js'
import { planFiles } from './plan-files.js'
import { plan } from './fake-instance.test.js'
import { packUserData, userDataLimit, userDataScript } from './user-data.js'

const hostile = `$HOME \`id\` "double" 'single' \\ back $(false)\n\tGM_END_OF_FILE not alone\n`

describe('makeBundle', () => {
  it('has an address that follows from its content, whatever the order', () => {
    const files = [
      { path: 'b', mode: '0600', text: 'b' },
      { path: 'a', mode: '0600', text: 'a\n' },
    ]
    const bundle = makeBundle(files)
    expect(bundle).to.deep.equal(makeBundle([...files].reverse()))
    expect(bundle.hash).not.to.equal(makeBundle([{ path: 'a', mode: '0644', text: 'a\n' }, ...files.slice(0, 1)]).hash)
    const text = bundle.files.map((file) => `${file.mode} ${file.path}\n${file.text}`).join('')
    expect(bundle.hash).to.equal(createHash('sha256').update(text).digest('hex').slice(0, 16))
    expect(bundle.files.map(({ path }) => path)).to.deep.equal(['a', 'b', 'geusemaker.service', 'gm-boot', 'gmctl'])
  })

  it('refuses names that could leave it, and two files of one name', () => {
    for (const path of ['../x', 'a/../b', '/x', 'a b', 'a$(id)', '-x', 'a\nb', '']) {
      expect(() => makeBundle([{ path, mode: '0600', text: '' }]), path).to.throw('cannot be used')
    }
    expect(() => makeBundle([{ path: 'gmctl', mode: '0600', text: '' }]))
      .to.throw('Two files')
      .with.property('code', 'BUG')
  })
})

describe('planFiles', () => {
  it('makes a file of every table', () => {
    const written = planFiles({ ...plan, images: [] })
    expect(written.map(({ path }) => path)).to.have.members(Object.keys(plan).map((name) => `plan/${name}.tsv`))
    const [, directories, , , images] = written
    expect(directories).to.deep.equal({
      path: 'plan/directories.tsv',
      mode: '0600',
      text: '/mnt/efs/db/data\t999\t0700\n',
    })
    expect(images?.text).to.equal('')
  })

  it('refuses what would break a line, and says where', () => {
    const row = { service: 'a', job: 'b', name: 'c' }
    for (const value of ['a\tb', 'a\nb', 'a\rb', 'a\u0000b', '-']) {
      expect(() => planFiles({ ...plan, environment: [{ ...row, value }] }), value)
        .to.throw('plan/environment.tsv: row 1, value: ')
        .with.property('code', 'CONFIG_INVALID')
    }
  })
})

describe('user data', () => {
  it('unpacks every file as it was, with its mode, and starts the boot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gm-user-data-'))
    try {
      const bundle = makeBundle([
        { path: 'templates/a/b.txt', mode: '0600', text: hostile },
        { path: 'plan/empty.tsv', mode: '0600', text: '' },
      ])
      const quick = {
        ...bundle,
        files: bundle.files.map((file) =>
          file.path === 'gm-boot' ? { ...file, text: '#!/bin/bash\nprintf started\n' } : file,
        ),
      }
      const script = userDataScript('my-stack', quick).replaceAll('/opt/geusemaker', folder)
      expect(execFileSync('bash', { input: script, encoding: 'utf8' })).to.equal('started')
      for (const { path, mode, text } of quick.files) {
        expect(readFileSync(join(folder, bundle.hash, path), 'utf8'), path).to.equal(
          text.replaceAll('/opt/geusemaker', folder),
        )
        expect(statSync(join(folder, bundle.hash, path)).mode & 0o777, path).to.equal(Number.parseInt(mode, 8))
      }
      expect(readlinkSync(join(folder, 'current'))).to.equal(join(folder, bundle.hash))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('leaves the tunnel of the file system to those who still write when the unit ends', () => {
    const unit = makeBundle([]).files.find(({ path }) => path === 'geusemaker.service')
    expect(unit?.text).to.contain('\nKillMode=process\n')
  })

  it('is packed the same on every system', () => {
    const packed = Buffer.from(packUserData('#!/bin/bash\n'), 'base64')
    expect(gunzipSync(packed).toString()).to.equal('#!/bin/bash\n')
    expect([...packed.subarray(4, 10)]).to.deep.equal([0, 0, 0, 0, 2, 255])
  })

  it('is refused, with the figure, when EC2 would not take it', () => {
    expect(() => packUserData(randomBytes(userDataLimit).toString('hex'))).to.throw(
      /has \d{5} bytes packed, and EC2 takes 16384/,
    )
  })

  it('refuses a file that would end itself', () => {
    const bundle = makeBundle([{ path: 'a', mode: '0600', text: 'x\nGM_END_OF_FILE\nrm -rf /\n' }])
    expect(() => userDataScript('my-stack', bundle))
      .to.throw('GM_END_OF_FILE')
      .with.property('code', 'CONFIG_INVALID')
  })
})
