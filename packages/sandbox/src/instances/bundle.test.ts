// User data is read as the instance would run it.
import { expect } from 'chai'
import { gzipSync } from 'node:zlib'
import { goodFiles, scriptFor, userDataFor, wholeOf } from '../testing/bundle.js'
import { readBundle, readWhole, scriptOf } from './bundle.js'
import { neededParameters, planObstacle, planTable } from './plan.js'

const site = { account: '1', fileSystemId: 'fs-1', address: '203.0.113.7' }

function good() {
  return scriptFor(goodFiles(site))
}

function reason(script: string): string {
  const read = readBundle(script)
  return 'reason' in read ? read.reason : ''
}

describe('scriptOf', () => {
  it('unzips, and takes plain text as it is', () => {
    expect(scriptOf(userDataFor(goodFiles(site)))).to.equal(good())
    expect(scriptOf(Buffer.from('#!/bin/sh\n').toString('base64'))).to.equal('#!/bin/sh\n')
  })

  it('is nothing for what is torn', () => {
    expect(scriptOf(gzipSync('x'.repeat(999)).subarray(0, 12).toString('base64'))).to.equal(undefined)
  })
})

describe('readBundle', () => {
  it('finds what comes with user data, and what the whole must be', () => {
    const files = goodFiles(site)
    const { sha256 } = wholeOf(files)
    const first = ['gm-boot', 'gmctl', 'geusemaker.service', 'plan/stack.tsv']
    expect(readBundle(good())).to.deep.equal({
      hash: sha256.slice(0, 16),
      awaited: sha256,
      files: new Map([...files].filter(([path]) => first.includes(path))),
    })
  })

  it('finds every file of the whole with its mode and text, if it is the one that is awaited', () => {
    const { sha256, parts } = wholeOf(goodFiles(site))
    expect(readWhole(parts, sha256)).to.deep.equal({ hash: sha256.slice(0, 16), files: goodFiles(site) })
    expect(readWhole(parts.slice(1), sha256)).to.equal(undefined)
    expect(readWhole(parts, '0'.repeat(64))).to.equal(undefined)
    expect(readWhole([], sha256)).to.equal(undefined)
  })

  it('says why an instance could not start', () => {
    expect(reason('echo')).to.include('#!')
    expect(reason('#!/bin/bash\n')).to.include('no bundle')
    expect(reason(good().replace('exec /opt/geusemaker/current/gm-boot\n', ''))).to.include('does not start')
    expect(reason(good().replace(/^ln .*$/m, ''))).to.include('does not start')
    expect(reason(good().replace('gm_file 0755 gm-boot', 'gm_file 0644 gm-boot'))).to.include('cannot execute')
    expect(reason(good().replace('gm_file 0755 gm-boot', 'gm_file 0755 other'))).to.include('No such file')
  })
})

describe('plan', () => {
  const bundle = { hash: '', files: goodFiles(site) }

  it('reads tables by their columns', () => {
    expect(planTable(bundle, 'steps')).to.deep.equal([{ kind: 'up', containers: ['n8n'] }])
    expect(planTable(bundle, 'stack').name).to.equal('shop')
    expect(planTable({ ...bundle, files: new Map() }, 'steps')).to.deep.equal([])
  })

  it('says which table is missing, and what is wrong with one', () => {
    const broken = new Map(goodFiles(site))
    broken.delete('plan/images.tsv')
    broken.set('plan/jobs.tsv', { mode: '0600', text: 'n8n\towner\tlater\tn8n/owner.sh\n' })
    expect(planObstacle({ hash: '', files: broken }, ['steps', 'images'])).to.match(/images\.tsv: No such file/)
    expect(planObstacle({ hash: '', files: broken }, ['jobs'])).to.match(/^plan\/jobs\.tsv: row 1, kind: .*"later"$/)
  })

  it('needs the parameters of files and of templates', () => {
    bundle.files.set('templates/n8n/x', { mode: '0600', text: '@@n8n/other@@ and @@n8n/key@@\n' })
    expect(neededParameters(bundle)).to.deep.equal(['n8n/key', 'n8n/other'])
  })
})
