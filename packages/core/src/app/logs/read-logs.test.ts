// Reading logs of an instance that reboots, is throttled, never registers, or goes away meanwhile.
import { expect } from 'chai'
import { GmError } from '@geuse/plugin-api'
import { thrownBy } from '../../aws/stub-aws.test.js'
import type { LogEntry, LogPiece, LogQuestion } from './log-source.js'
import { readLogs } from './read-logs.js'

type Answer = { readonly entries: readonly LogEntry[]; readonly cursor: string; readonly more: boolean }
const instanceId = 'i-0123456789abcdef0'

function entries(...texts: readonly string[]): LogEntry[] {
  return texts.map((text) => ({ source: 'boot', time: null, text }))
}

function chunk(at: number, texts: readonly string[], more = false): Answer {
  return { entries: entries(...texts), cursor: `1.${at}/1970-01-01T00:00:00.000000000Z.0`, more }
}

const unregistered = new GmError('TIMED_OUT', 'Waited 0 s for the agent', {
  cause: new GmError('CLOUD_REFUSED', 'refused', { cause: Object.assign(new Error(), { name: 'InvalidInstanceId' }) }),
})

interface World {
  readonly answers: readonly (Answer | GmError)[]
  readonly consoles?: readonly (readonly string[])[]
  readonly state?: string | undefined
}

/** An instance that answers as it is told, its last answer again and again. */
function world({ answers, consoles = [[]], state = 'running' }: World) {
  const asked: unknown[] = []
  const controller = new AbortController()
  let now = 0
  let consoleReads = 0
  const source = {
    stack: 'my-stack',
    instanceId,
    instance: {
      logs: async (args?: object) => {
        const answer = answers[Math.min(asked.length, answers.length - 1)]!
        asked.push(args)
        if ('code' in answer) throw answer
        return { ...answer, entries: [...answer.entries] }
      },
    },
    console: async () => consoles[Math.min(consoleReads++, consoles.length - 1)] ?? [],
    state: async () => state,
    clock: {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms
        if (asked.length >= answers.length && now > 3_600_000) controller.abort(new Error('enough'))
      },
    },
    signal: controller.signal,
  }
  const read = async (question: Partial<LogQuestion> = {}) => {
    const pieces: LogPiece[] = []
    const reading = readLogs(source, { service: 'all', follow: false, ...question })
    for await (const piece of reading) pieces.push(piece)
    return pieces
  }
  const stopAfter = (count: number) => {
    const { logs } = source.instance
    source.instance.logs = async (args) => {
      if (asked.length >= count) controller.abort(new GmError('INTERRUPTED', 'stopped'))
      return logs(args)
    }
  }
  return { source, asked, read, stopAfter, elapsed: () => now }
}

function texts(pieces: readonly LogPiece[]): string[] {
  return pieces.flatMap((piece) => ('entries' in piece ? piece.entries.map(({ text }) => text) : []))
}

function notes(pieces: readonly LogPiece[]): string[] {
  return pieces.flatMap((piece) => ('note' in piece ? [piece.note] : []))
}

/** What came before it was stopped. */
async function until(reading: AsyncGenerator<LogPiece>): Promise<LogPiece[]> {
  const pieces: LogPiece[] = []
  try {
    for await (const piece of reading) pieces.push(piece)
  } catch (error) {
    expect((error as GmError).code).to.equal('INTERRUPTED')
  }
  return pieces
}

describe('reading logs', () => {
  it('goes from chunk to chunk by their cursors, and ends where there is no more', async () => {
    const { read, asked } = world({ answers: [chunk(1, ['a'], true), chunk(2, ['b'], true), chunk(3, ['c'])] })
    expect(texts(await read({ tail: 9 }))).to.deep.equal(['a', 'b', 'c'])
    expect(asked).to.deep.equal([
      { service: 'all', since: undefined, tail: 9 },
      { service: 'all', cursor: chunk(1, []).cursor },
      { service: 'all', cursor: chunk(2, []).cursor },
    ])
  })

  it('ends also when an instance promises more and tells nothing, for ever', async () => {
    const { read } = world({ answers: [chunk(1, ['a'], true), chunk(1, [], true)] })
    expect(texts(await read())).to.deep.equal(['a'])
  })

  it('goes on after a reboot from where it was, and says so once', async () => {
    const away = new GmError('CLOUD_FAILED', 'A command ended as Undeliverable')
    const { source, stopAfter } = world({
      answers: [chunk(1, ['a']), away, unregistered, unregistered, chunk(2, ['b']), chunk(2, [])],
    })
    stopAfter(6)
    const pieces = await until(readLogs(source, { service: 'all', follow: true }))
    expect(texts(pieces)).to.deep.equal(['a', 'b'])
    expect(notes(pieces)).to.deep.equal([
      'the instance does not answer, asking again: A command ended as Undeliverable',
      `the agent on ${instanceId} is not registered with Systems Manager: asking again`,
      'the instance answers, after 6 s',
    ])
  })

  it('survives throttling', async () => {
    const throttled = new GmError('THROTTLED', 'Rate exceeded')
    const { read } = world({ answers: [throttled, chunk(1, ['a'], true), throttled, chunk(2, ['b'])] })
    expect(texts(await read())).to.deep.equal(['a', 'b'])
  })

  it('gives up what does not pass: at once, or after its patience', async () => {
    const denied = new GmError('DENIED', 'not for you')
    expect(await thrownBy(() => world({ answers: [denied] }).read())).to.equal(denied)
    const silent = world({ answers: [unregistered] })
    const error = await thrownBy(() => silent.read({ service: 'n8n' }))
    expect(error.message).to.contain('is not registered with Systems Manager, so logs of n8n cannot be read')
    expect(error.hints.join()).to.contain('gm logs my-stack --service boot')
    expect(silent.elapsed()).to.be.within(60_000, 65_000)
  })

  it('shows the console of an instance that never registered', async () => {
    const { read } = world({ answers: [unregistered], consoles: [['a', 'b', 'c']] })
    const pieces = await read({ tail: 2 })
    expect(texts(pieces)).to.deep.equal(['b', 'c'])
    expect(notes(pieces)[0]).to.contain('this is its console')
  })

  it('follows a console until the agent registers, and tells no line of the boot twice', async () => {
    const { source, stopAfter } = world({
      answers: [unregistered, unregistered, chunk(3, ['2026-01-01T00:00:00Z gm-boot: a', 'gm-boot: b', 'c'])],
      consoles: [
        ['kernel', 'gm-boot: a'],
        ['kernel', 'gm-boot: a', 'gm-boot: b'],
      ],
    })
    stopAfter(3)
    const pieces: LogPiece[] = []
    for await (const piece of readLogs(source, { service: 'all', follow: true })) {
      pieces.push(piece)
      if (texts(pieces).includes('c')) break
    }
    expect(texts(pieces)).to.deep.equal(['kernel', 'gm-boot: a', 'gm-boot: b', 'c'])
  })

  it('says what has become of an instance that has gone, after its last words', async () => {
    const gone = world({ answers: [unregistered], consoles: [['last']], state: 'terminated' })
    const pieces = await gone.read()
    expect([texts(pieces), notes(pieces)]).to.deep.equal([['last'], [`the instance ${instanceId} is terminated`]])
    const followed = world({ answers: [chunk(1, ['a']), unregistered], state: 'terminated' })
    const error = await thrownBy(() => followed.read({ follow: true }))
    expect([error.code, error.message]).to.deep.equal([
      'UNHEALTHY',
      `The instance ${instanceId} of my-stack is terminated, and tells nothing`,
    ])
    expect(error.hints.join()).to.contain('gm deploy my-stack')
  })
})
