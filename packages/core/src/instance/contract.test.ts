// The scripts are bash and import nothing: what they read, and in which order, is held against the contract here.
import { expect } from 'chai'
import { bootPhases, planTables, type PlanTable } from '@geuse/instance-contract'
import { ownFile } from './own-files.js'

const [boot, gmctl] = [ownFile('gm-boot.sh'), ownFile('gmctl.sh')]
const carried = (['health', 'apply', 'logs', 'restore'] as const).map((verb) => ownFile(`gmctl-${verb}.sh`))
const scripts = [boot, gmctl, ownFile('gm-lib.sh'), ownFile('gm-watch.sh'), ownFile('gm-backup.sh'), ...carried]

/** @returns for each loop over a table, the variables that it reads a row into */
function loops(name: string): string[][] {
  return scripts.flatMap((script) =>
    script
      .split(`done <"$bundle/plan/${name}.tsv"`)
      .slice(0, -1)
      .map((before) => before.slice(before.lastIndexOf("while IFS=$'\\t' read -r")).split(/;|\n/)[0] ?? '')
      .map((read) => read.replace(/^.* -ra? /, '').split(' ')),
  )
}

describe('the scripts of an instance', () => {
  for (const [name, { columns }] of Object.entries(planTables)) {
    if (['stack', 'steps', 'probes'].includes(name)) continue
    it(`read ${name} by the columns of the contract`, () => {
      const read = loops(name)
      expect(read).not.to.deep.equal([])
      for (const variables of read) expect(variables).to.deep.equal(Object.keys(columns))
    })
  }

  it('take a probe apart by the columns of the contract', () => {
    const taken = /^probe\(\) \{\n  local out=\$1 (.*)$/m.exec(carried[0] ?? '')?.[1] ?? ''
    const columns = [...taken.matchAll(/(\w+)=\$(\d)/g)].map(([, variable]) => variable)
    expect([...columns, 'command']).to.deep.equal(Object.keys(planTables.probes.columns))
  })

  it('use no key of the stack that is not in its table', () => {
    const used = scripts.flatMap((script) => [...script.matchAll(/stack\[([a-z_]+)\]/g)].map(([, key]) => key))
    expect(Object.keys(planTables.stack.columns)).to.include.members(used)
  })

  it('read every table', () => {
    const names = Object.keys(planTables) as PlanTable[]
    expect(names.filter((name) => loops(name).length === 0)).to.deep.equal([])
  })

  it('have the phases of the contract', () => {
    const named = [...boot.matchAll(/^phase_(\w+)\(\)/gm)].map(([, name]) => name)
    expect(named).to.have.members(Object.keys(bootPhases))
  })
})
