// What `--json` prints is described for every command, and the tests notice what is not as described.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { outputs } from '@geuse/core/output'
import { expect } from 'chai'
import { CliSandbox, failureOf } from './support/cli-sandbox.js'
import { root } from './support/test-account.js'
import { demandTold } from './support/told.js'

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, unknown>> }>>
}

describe('JSON for scripts', function () {
  this.timeout(60_000)
  it('has a schema for each command that prints it, and no other', () => {
    const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest
    const printing = Object.entries(commands).filter(([, { flags }]) => 'json' in flags)
    expect(Object.keys(outputs).toSorted()).to.deep.equal(printing.map(([id]) => id.replaceAll(':', ' ')).toSorted())
  })

  const ended = (value: unknown) => ({ code: 0, stdout: JSON.stringify(value), stderr: '' })
  it('is held against the schema in every test: keys that are too many or too few, and words of another kind', () => {
    const versions = { gm: '1', node: '24', platform: 'linux' }
    expect(() => demandTold(['version', '--json'], ended(versions))).not.to.throw()
    for (const wrong of [{ ...versions, more: 1 }, { gm: '1', node: '24' }, { ...versions, gm: 1 }, [versions]])
      expect(() => demandTold(['version', '--json'], ended(wrong)), JSON.stringify(wrong)).to.throw(/schema/)
    expect(() => demandTold(['version', '--json'], ended({ error: { code: 'BUG' } }))).to.throw(/schema/)
    expect(() => demandTold(['version', '--json'], { ...ended(''), stdout: 'hello' })).to.throw(/no JSON/)
  })

  it('holds what is nested in an answer of an instance too', () => {
    const row = { id: 'x', at: null, stack: null, stackId: null, key: null, bytes: null, services: [], torn: false }
    const told = (backup: object): void =>
      demandTold(['backup', 'a', '--json'], ended({ stack: 'a', backup, file: null }))
    expect(() => told(row)).not.to.throw()
    expect(() => told({ ...row, more: 1 })).to.throw(/schema/)
  })

  it('holds each line of a command that prints several, and each event of a run', () => {
    const line = { source: 'n8n', time: null, text: 'x' }
    const lines = (...all: object[]) => ({ ...ended(''), stdout: all.map((one) => JSON.stringify(one)).join('\n') })
    expect(() => demandTold(['logs', 'a', '--json'], lines(line, line))).not.to.throw()
    expect(() => demandTold(['logs', 'a', '--json'], lines(line, { ...line, text: 1 }))).to.throw(/schema/)
    const jsonl = ['deploy', 'a', '--progress', 'jsonl']
    expect(() => demandTold(jsonl, { ...ended(''), stderr: '{"type":"run.begun"}' })).to.throw(/schema/)
  })

  it('is a failure where there was one, also of the command line itself', async () => {
    const desk = await CliSandbox.open()
    const typed = [['status', 'Misnamed'], ['deploy', '--nonsense'], ['nonsense'], ['logs', 'not-there'], ['exec']]
    for (const args of typed) expect(failureOf(await desk.gm([...args, '--json'])).code).to.be.a('string')
    await desk.close()
  })
})
