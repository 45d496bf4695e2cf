// Tables in both directions: what is written is read back, and what bash could not read is refused by its place.
import { expect } from 'chai'
import { planTables } from './plan.js'
import { TableError } from './table.js'

const { stack, directories, steps, jobs, environment, probes } = planTables
const stackValues = {
  name: 'shop',
  id: '0abc',
  region: 'eu-west-1',
  account: '123456789012',
  file_system_id: 'fs-1',
  parameter_path: '/geusemaker/shop',
  bundle_path: '/geusemaker/bundles/shop',
  primary: 'web',
  url: 'https://203.0.113.7',
}

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof TableError) return error.message
    throw error
  }
  return 'nothing was refused'
}

describe('a table', () => {
  it('has a row a line, a column a cell, and a dash for an empty one', () => {
    const rows = [
      { service: 'web', kind: 'http', port: 80, path: '/', seconds: 5, critical: true, command: [] },
      { service: 'db', kind: 'exec', container: 'db', seconds: 3, critical: false, command: ['ready', '-q'] },
    ] as const satisfies Parameters<typeof probes.write>[0]
    const text = 'web\thttp\t-\t80\t/\t5\tcritical\ndb\texec\tdb\t-\t-\t3\toptional\tready\t-q\n'
    expect(probes.write(rows)).to.equal(text)
    expect(probes.write(probes.read(text))).to.equal(text)
    expect(probes.read(text)[1]).to.deep.include({ container: 'db', critical: false, command: ['ready', '-q'] })
  })

  it('writes permissions in octal digits', () => {
    expect(directories.write([{ path: '/a', uid: 0, mode: 0o50 }])).to.equal('/a\t0\t0050\n')
    expect(directories.read('/a\t0\t0750\n')).to.deep.equal([{ path: '/a', uid: 0, mode: 0o750 }])
  })

  it('keeps text that may be empty apart from text that may not', () => {
    const row = { service: 'web', job: 'owner', name: 'EMAIL', value: '' }
    expect(environment.write([row])).to.equal('web\towner\tEMAIL\t-\n')
    expect(environment.read('web\towner\tEMAIL\t-\n')).to.deep.equal([row])
    expect(refusal(() => environment.write([{ ...row, name: '' }]))).to.match(/^row 1, name: /)
  })

  it('takes any text of a variable, on one line, and reads it back', () => {
    const row = { service: 'web', job: 'owner', name: 'EMAIL' }
    for (const value of ['a\tb', 'a\nb\r', '-', '\\', '\\x41', '\\\\n', '$x "y" \'z\' é', '\u007f']) {
      const line = environment.write([{ ...row, value }])
      expect(line, value).to.match(/^web\towner\tEMAIL\t[^\x00-\x1f\x7f]+\n$/)
      expect(environment.read(line), value).to.deep.equal([{ ...row, value }])
    }
    expect(refusal(() => environment.write([{ ...row, value: 'a\0b' }]))).to.match(/^row 1, value: .*zero byte/)
  })

  it('refuses what would be read as something else', () => {
    for (const path of ['/a\tb', '/a\nb', '/a\u0000b', '-'])
      expect(
        refusal(() =>
          directories.write([
            { path: '/', uid: 0, mode: 0o700 },
            { path, uid: 0, mode: 0o700 },
          ]),
        ),
        path,
      )
        .to.match(/^row 2, path: /)
        .and.to.contain(JSON.stringify(path))
  })

  it('refuses rows that are not its own, and says which', () => {
    expect(refusal(() => directories.read('/a\t1\n'))).to.equal('row 1 has 2 cells instead of 3')
    expect(refusal(() => directories.read('/a\t1\t0700\n/b\t1\t0700\tx\n'))).to.match(/^row 2 has 4 cells/)
    expect(refusal(() => directories.read('a\t1\t0700\n'))).to.contain('row 1, path: is not an absolute path: "a"')
    expect(refusal(() => jobs.read('web\towner\tlater\tweb/owner\n'))).to.match(/^row 1, kind: .*"later"$/)
    expect(refusal(() => steps.read('up\n'))).to.match(/^row 1, containers: /)
  })

  it('of keys and values is one object', () => {
    const text = stack.write(stackValues)
    expect(text.split('\n').slice(-3)).to.deep.equal(['url\thttps://203.0.113.7', 'address\t-', ''])
    expect(stack.read(text)).to.deep.equal({ ...stackValues, address: undefined })
    expect(refusal(() => stack.read('name\tshop\n'))).to.match(/^id: /)
    expect(refusal(() => stack.read(`${text}colour\tred\n`))).to.contain('colour')
  })
})
