// Services that the stack can do without: whatever becomes of them, the reverse proxy starts, and what is unwell is
// told.
import { expect } from 'chai'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { FakeInstance, files, plan, skipWithoutJq, whereJqIs } from './fake-instance.test.js'

const script = {
  path: 'scripts/crawler/models',
  mode: '0755',
  text: '#!/bin/bash\nprintf done >"$FAKE/models"\n',
}

/** What is started behind the boot ends in its own time; its last act is the job. */
async function settled(instance: FakeInstance): Promise<void> {
  while (instance.read('models') === undefined) await pause(10)
}

describe(`gm-boot with services that the stack can do without${whereJqIs}`, function () {
  this.timeout(20_000)
  before(skipWithoutJq)
  let instance: FakeInstance
  beforeEach(() => {
    instance = new FakeInstance(
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
  afterEach(() => instance.remove())

  const ups = () =>
    instance.calls().flatMap((call) => /docker compose .* up .*--wait-timeout 900 (.*)$/.exec(call)?.[1] ?? [])

  it('starts what is needed first, and them too', async () => {
    expect(instance.boot().status).to.include({ state: 'ready', reason: null })
    await settled(instance)
    expect(ups().slice(0, 2)).to.deep.equal(['db', 'web'])
    expect(ups().toSorted()).to.deep.equal(['crawler crawler-browser', 'db', 'edge', 'vectors', 'web'])
    expect(instance.read('var/lib/geusemaker/boot/unwell')).to.equal(undefined)
  })

  const failures: readonly (readonly [fail: string, unwell: string])[] = [
    ['^docker compose .*up .*crawler', 'crawler'],
    ['^docker compose .*run .*db-for-crawler', 'db-for-crawler'],
    ['^docker (pull|compose .*up) .*(crawler|vectors)', 'crawler vectors'],
  ]
  for (const [fail, unwell] of failures) {
    it(`starts the reverse proxy, and records what is unwell, when ${fail} fails`, async () => {
      const { code, status } = instance.boot({ FAKE_FAIL: fail })
      expect([code, status.state, status.reason]).to.deep.equal([0, 'ready', null])
      await settled(instance)
      expect(ups()).to.include.members(['web', 'edge'])
      const told = instance.read('var/lib/geusemaker/boot/unwell')?.trim().split('\n').toSorted()
      expect(told?.join(' ')).to.equal(unwell)
      for (const one of unwell.split(' '))
        expect(instance.read('var/lib/geusemaker/boot/boot.log')).to.contain(`goes on without ${one}\n`)
    })
  }

  it('forgets at the next boot who was unwell at the last one', async () => {
    expect(instance.boot({ FAKE_FAIL: '^docker compose .*up .*crawler' }).code).to.equal(0)
    await settled(instance)
    expect(instance.read('var/lib/geusemaker/boot/unwell')).to.equal('crawler\n')
    rmSync(join(instance.root, 'models'))
    instance.boot()
    await settled(instance)
    expect(instance.read('var/lib/geusemaker/boot/unwell')).to.equal(undefined)
  })
})
