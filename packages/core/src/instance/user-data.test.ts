// From files to the script that an instance is launched with, and back.
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isFirst, makeBundle, type Bundle } from './bundle.js'
import { planFiles } from './plan-files.js'
import { plan } from './fake-instance.test.js'
import { packBundle, packUserData, parameterLimit, userDataLimit, userDataScript } from './user-data.js'

const hostile = `$HOME \`id\` "double" 'single' \\ back $(false)\n\tGM_END_OF_FILE not alone\n`

/** A file that does not pack. */
function noise(bytes: number) {
  return { path: 'scripts/noise', mode: '0755', text: randomBytes(bytes).toString('base64') }
}

describe('makeBundle', () => {
  it('has an address that follows from its content, whatever the order', () => {
    const files = [
      { path: 'b', mode: '0600', text: 'b' },
      { path: 'a', mode: '0600', text: 'a\n' },
    ]
    const bundle = makeBundle(files)
    expect(bundle).to.deep.equal(makeBundle([...files].reverse()))
    expect(bundle.hash).not.to.equal(makeBundle([{ path: 'a', mode: '0644', text: 'a\n' }, ...files.slice(0, 1)]).hash)
    expect(bundle.sha256).to.equal(createHash('sha256').update(bundle.script).digest('hex'))
    expect(bundle.hash).to.equal(bundle.sha256.slice(0, 16))
    expect(bundle.files.map(({ path }) => path)).to.deep.equal([
      'a',
      'b',
      'geusemaker-watch.service',
      'geusemaker.service',
      'gm-backup',
      'gm-boot',
      'gm-lib',
      'gm-watch',
      'gmctl',
    ])
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
    for (const image of ['a\tb', 'a\nb', 'a\rb', 'a\u0000b', '-']) {
      expect(() => planFiles({ ...plan, images: [{ image, kind: 'needed' }] }), image)
        .to.throw('plan/images.tsv: row 1, image: ')
        .with.property('code', 'CONFIG_INVALID')
    }
  })
})

describe('user data', () => {
  const bundle = makeBundle([
    { path: 'templates/a/b.txt', mode: '0600', text: hostile },
    { path: 'plan/empty.tsv', mode: '0600', text: '' },
    { path: 'plan/stack.tsv', mode: '0600', text: 'name\tmy-stack\n' },
  ])
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gm-user-data-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const demand = (where: string, files: Bundle['files']) => {
    for (const { path, mode, text } of files) {
      expect(readFileSync(join(where, path), 'utf8'), path).to.equal(text)
      expect(statSync(join(where, path)).mode & 0o777, path).to.equal(Number.parseInt(mode, 8))
    }
  }

  it('unpacks what every instance runs, says what the rest must be, and starts the boot', () => {
    const quick = {
      ...bundle,
      files: bundle.files.map((file) =>
        file.path === 'gm-boot' ? { ...file, text: '#!/bin/bash\nprintf started\n' } : file,
      ),
    }
    const script = userDataScript('my-stack', quick)
    const moved = script.replaceAll(/^(bundle=|ln .*|exec )\/opt\/geusemaker|\/opt\/geusemaker\/current$/gm, (path) =>
      path.replace('/opt/geusemaker', folder),
    )
    expect(execFileSync('bash', { input: moved, encoding: 'utf8' })).to.equal('started')
    const own = quick.files.filter((file) => isFirst(file) || file.path === 'plan/stack.tsv')
    demand(join(folder, bundle.hash), own)
    expect(readdirSync(join(folder, bundle.hash), { recursive: true })).to.have.length(own.length + 1)
    expect(readFileSync(join(folder, `${bundle.hash}.sha256`), 'utf8')).to.equal(bundle.sha256)
    expect(readlinkSync(join(folder, 'current'))).to.equal(join(folder, bundle.hash))
  })

  it('leaves the whole to the parameter store, in parts that it takes, and every file is as it was', () => {
    const large = makeBundle([...bundle.files.filter((file) => !file.path.startsWith('g')), noise(20_000)])
    const { sha256, parts } = packBundle(large)
    expect(sha256).to.equal(large.sha256)
    expect(parts.length).to.be.greaterThan(8)
    expect(parts.every(({ length }) => length > 0 && length <= parameterLimit)).to.equal(true)
    const script = gunzipSync(Buffer.from(parts.join(''), 'base64'))
    execFileSync('bash', ['-s', folder], { input: script })
    demand(folder, large.files)
  })

  it('says how large a bundle is that is too large', () => {
    expect(() => packBundle(makeBundle([noise(200_000)])))
      .to.throw(/have \d{6} characters packed, and 204800 is the most/)
      .with.property('code', 'CONFIG_INVALID')
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
    expect(() => makeBundle([{ path: 'a', mode: '0600', text: 'x\nGM_END_OF_FILE\nrm -rf /\n' }]))
      .to.throw('GM_END_OF_FILE')
      .with.property('code', 'CONFIG_INVALID')
  })
})
