// A call of a verb as text, in both directions.
import { expect } from 'chai'
import { commandText, readCommand, sessionText } from './command.js'
import { isCallable, verbs } from './verbs.js'

const start = '#!/bin/bash\nexec /opt/geusemaker/current/gmctl'

describe('a command', () => {
  it('is one line of plain words, with defaults filled in', () => {
    expect(commandText('health')).to.equal(`${start} health`)
    expect(commandText('status')).to.equal(`${start} status --lines=40`)
    expect(readCommand(commandText('status', { lines: 3 }))).to.deep.equal({ verb: 'status', args: { lines: '3' } })
    expect(readCommand(`${start} health\n`)).to.deep.equal({ verb: 'health', args: {} })
  })

  it('brings the script of a verb along that is not on the instance, and says what it asks', () => {
    const text = commandText('restore', { service: 'qdrant' }, '#!/bin/bash\nprintf "%s" "$@"\n')
    expect(text).to.equal(
      '#!/bin/bash\n# gmctl restore --service=qdrant\nset -- --service=qdrant\n#!/bin/bash\nprintf "%s" "$@"\n',
    )
    expect(readCommand(text)).to.deep.equal({ verb: 'restore', args: { service: 'qdrant' } })
  })

  it('takes what its row takes and nothing else', () => {
    expect(() => commandText('status', { lines: 61 })).to.throw('60')
    expect(() => commandText('health', { lines: 3 } as never)).to.throw('lines')
  })

  it('is not read from any other text', () => {
    const others = [
      '',
      'gmctl status',
      `${start} `,
      `${start} status; rm -r /`,
      `${start} status --lines='3'`,
      `${start} status --lines=$(id)`,
      `${start} status\nrm -r /`,
      `#!/bin/sh\nexec /opt/geusemaker/current/gmctl status`,
    ]
    for (const text of others) expect(readCommand(text), text).to.equal(undefined)
  })
})

describe('a command of a session', () => {
  it('is plain words too, whatever was typed', () => {
    const words = Buffer.from('sh\0-c\0echo "$HOME"; rm -r /\0').toString('base64url')
    expect(sessionText('exec', { container: 'n8n', words, terminal: 'yes' })).to.equal(
      `sudo /opt/geusemaker/current/gmctl exec --container=n8n --words=${words} --terminal=yes`,
    )
    expect(() => sessionText('exec', { words: 'a b', terminal: 'no' })).to.throw()
  })
})

describe('verbs', () => {
  it('can be asked where they have an answer', () => {
    const answered = Object.entries(verbs).flatMap(([name, row]) => ('answer' in row ? [name] : []))
    expect(Object.keys(verbs).filter(isCallable)).to.deep.equal(answered)
    expect(answered).to.include.members(['status', 'health', 'logs', 'apply', 'backup'])
    expect(['exec', 'nothing', 'toString'].some(isCallable)).to.equal(false)
  })
})
