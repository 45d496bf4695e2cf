// Checks on a narrow, a usual and a wide screen: a row a check while they are looked at, all of it afterwards.
import { expect } from 'chai'
import { type CheckRow, checkListLines, diagnosisLines } from './check-lines.js'
import { CheckList } from './check-list.js'
import { chooseStyle, type Style } from './style.js'
import { displayWidth } from './width.js'

const command = 'aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-DB2E81BA'
const rows: readonly CheckRow[] = [
  { id: 'a', title: 'Credentials', group: 'Account', state: 'ok', found: 'account 123456789012', mends: [] },
  {
    id: 'b',
    title: 'vCPUs, on-demand',
    group: 'Quotas',
    state: 'failed',
    found: '0 vCPUs allowed, 0 in use, 4 needed (Running On-Demand G and VT instances)',
    mends: [`${command}   # answered within hours to days`],
  },
  { id: 'c', title: 'Names', group: 'Quotas', state: 'unknown', found: 'denied', mends: [] },
]

function screen(columns: number): Style {
  return chooseStyle({ isTTY: true, noColor: true, ci: false, showEmojis: false, columns })
}

describe('a list of checks', () => {
  for (const columns of [40, 80, 200])
    it(`keeps to a row a check, within ${columns} columns, while they are looked at`, () => {
      const lines = checkListLines(rows, screen(columns))
      expect(Math.max(...lines.map(displayWidth))).to.be.at.most(columns)
      expect(lines).to.have.length(6)
    })

  it('is told whole in the end, each command on a line of its own', () => {
    for (const columns of [40, 80, 200]) {
      const lines = diagnosisLines(rows, screen(columns))
      const about = '# answered within hours to days'
      if (columns === 200) expect(lines).to.include(`      → ${command}   ${about}`)
      else expect(lines).to.include.members([`      → ${command}`, `        ${about}`])
      expect(lines.join(' ').replaceAll(/\s+/g, ' ')).to.contain('needed (Running On-Demand G and VT instances)')
      expect(lines.filter((line) => line.length > columns && !line.includes(command))).to.deep.equal([])
      expect(lines.slice(-2).join(' ')).to.match(/1 of 3 checks failed; 1 thing to know of$/)
    }
  })

  it('draws nothing any more once it is closed, as when somebody pressed Ctrl-C', () => {
    const written: string[] = []
    const list = new CheckList({ write: (text) => written.push(text) }, screen(80), rows)
    list.close()
    const before = written.length
    list.told({ ...rows[1], state: 'ok' } as CheckRow)
    expect(written).to.have.length(before)
  })
})
