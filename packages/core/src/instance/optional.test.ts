// Services that the stack can do without: whatever becomes of them, the front door opens, and what is unwell is told.
import { expect } from 'chai'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { FakeMachine, files, plan } from './fake-machine.test.js'

const script = {
  path: 'scripts/crawler/models',
  mode: '0755',
  text: '#!/bin/bash\nprintf done >"$FAKE/models"\n',
}

/** What is started behind the boot ends in its own time; its last act is the job. */
const settled = async (machine: FakeMachine): Promise<void> => {
  while (machine.read('models') === undefined) await pause(10)
}

describe('gm-boot with services that the stack can do without', function () {
  this.timeout(20_000)
  let machine: FakeMachine
  beforeEach(() => {
    machine = new FakeMachine(
      {
        images: [...plan.images, { image: 'crawler:1', kind: 'optional' }],
        steps: [
          { kind: 'up', containers: ['db'] },
          { kind: 'up?', containers: ['crawler', 'crawler-browser'] },
          { kind: 'up?', containers: ['vectors'] },
          { kind: 'run?', containers: ['db-for-crawler'] },
          { kind: 'up', containers: ['web'] },
        ],
        jobs: [...plan.jobs, { service: 'crawler', job: 'models', kind: 'optional', script: 'crawler/models' }],
      },
      [...files, script],
    )
  })
  afterEach(() => machine.remove())

  const ups = () =>
    machine.calls().flatMap((call) => /docker compose .* up .*--wait-timeout 900 (.*)$/.exec(call)?.[1] ?? [])

  it('starts what is needed first, and them too', async () => {
    expect(machine.boot().status).to.include({ state: 'ready', reason: null })
    await settled(machine)
    expect(ups().slice(0, 2)).to.deep.equal(['db', 'web'])
    expect(ups().toSorted()).to.deep.equal(['crawler crawler-browser', 'db', 'edge', 'vectors', 'web'])
    expect(machine.read('var/lib/geusemaker/boot/unwell')).to.equal(undefined)
  })

  const failures: readonly (readonly [fail: string, unwell: string])[] = [
    ['^docker compose .*up .*crawler', 'crawler'],
    ['^docker compose .*run .*db-for-crawler', 'db-for-crawler'],
    ['^docker (pull|compose .*up) .*(crawler|vectors)', 'crawler vectors'],
  ]
  for (const [fail, unwell] of failures) {
    it(`opens the front door, and records what is unwell, when ${fail} fails`, async () => {
      const { code, status } = machine.boot({ FAKE_FAIL: fail })
      expect([code, status.state, status.reason]).to.deep.equal([0, 'ready', null])
      await settled(machine)
      expect(ups()).to.include.members(['web', 'edge'])
      const told = machine.read('var/lib/geusemaker/boot/unwell')?.trim().split('\n').toSorted()
      expect(told?.join(' ')).to.equal(unwell)
      for (const one of unwell.split(' '))
        expect(machine.read('var/lib/geusemaker/boot/boot.log')).to.contain(`goes on without ${one}\n`)
    })
  }

  it('forgets at the next boot who was unwell at the last one', async () => {
    expect(machine.boot({ FAKE_FAIL: '^docker compose .*up .*crawler' }).code).to.equal(0)
    await settled(machine)
    expect(machine.read('var/lib/geusemaker/boot/unwell')).to.equal('crawler\n')
    rmSync(join(machine.root, 'models'))
    machine.boot()
    await settled(machine)
    expect(machine.read('var/lib/geusemaker/boot/unwell')).to.equal(undefined)
  })
})
