// A boot told while it lasts: by its tag at first, by the instance's own word as soon as there is one.
import { expect } from 'chai'
import { verbs, type BootStatus } from '@geuse/instance-contract'
import type { NodePart } from '@geuse/plugin-api'
import { BootStory } from './boot-story.js'

type Told = Partial<Pick<BootStatus, 'phases' | 'steps' | 'jobs'>>

function phase(name: string, ms = 0): BootStatus['phases'][number] {
  return { name, started: '2026-01-01T00:00:00Z', ms, outcome: 'ok' }
}

/** @param answers in turn; undefined where the agent is not registered */
function story(answers: readonly (Told | undefined)[]) {
  let now = 0
  let asked = 0
  const said: [string, readonly NodePart[] | undefined][] = []
  const instance = {
    status: () => {
      const answer = answers[asked++]
      const told = {
        stack: 's',
        bundle: 'b',
        state: 'booting',
        phase: null,
        reason: null,
        phases: [],
        log: [],
        ...answer,
      }
      return answer === undefined
        ? Promise.reject(new Error('not registered'))
        : Promise.resolve(verbs.status.answer.parse(told))
    },
  }
  const clock = { now: () => now, sleep: () => Promise.resolve() }
  const boot = new BootStory({ clock, note: (text, parts) => void said.push([text, parts]) }, instance)
  const look = async (tag: string | undefined) => {
    boot.look(tag)
    await new Promise((resolve) => setImmediate(resolve))
    now += 2000
  }
  return { boot, look, said, asked: () => asked }
}

describe('the story of a boot', () => {
  it('is that of its tag while nobody answers, each phase once', async () => {
    const { look, said, asked } = story([])
    for (const tag of [undefined, 'egress', 'egress', 'mount', 'mount']) await look(tag)
    expect(said.map(([text]) => text)).to.deep.equal(['starting', 'egress', 'mount'])
    expect(asked()).to.equal(3)
  })

  it('has the images and services of its phase, by names that people know', async () => {
    const image = (name: string, state: 'running' | 'ok') => ({ kind: 'image' as const, name, state })
    const db = { kind: 'service' as const, name: 'db', state: 'running' as const }
    const pulling = [image('docker.io/n8nio/n8n:2', 'running'), image('docker.io/library/postgres:17', 'running')]
    const { look, said } = story([
      { phases: [phase('mount', 5), phase('images')], steps: pulling },
      { phases: [phase('images')], steps: [...pulling, image('docker.io/n8nio/n8n:2', 'ok')] },
      { phases: [phase('images', 9), phase('services')], steps: [...pulling, db] },
    ])
    for (const tag of ['mount', 'images', 'images', 'images', 'images']) await look(tag)
    expect(said).to.deep.equal([
      ['mount', []],
      [
        'images',
        [
          { name: 'n8nio/n8n:2', state: 'running' },
          { name: 'postgres:17', state: 'running' },
        ],
      ],
      [
        'images',
        [
          { name: 'n8nio/n8n:2', state: 'ok' },
          { name: 'postgres:17', state: 'running' },
        ],
      ],
      ['services', [{ name: 'db', state: 'running' }]],
    ])
  })

  it('has its jobs', async () => {
    const job = { service: 'n8n', job: 'owner', background: false, started: null, percent: null, text: null }
    const { look, said } = story([{ phases: [phase('jobs')], jobs: [{ ...job, state: 'running' }] }])
    await look('jobs')
    expect(said.at(-1)).to.deep.equal(['jobs', [{ name: 'n8n owner', state: 'running' }]])
  })

  it('ends with the time of each phase, as the instance has it', async () => {
    const { boot, look } = story([undefined, { phases: [phase('egress', 4000), phase('mount', 30)] }])
    await look('egress')
    expect(boot.isBegun).to.equal(true)
    expect(await boot.phases()).to.deep.equal({ egress: 4000, mount: 30 })
  })
})
