// A stack without a document may still live in AWS: nobody is led to make a second one beside it.
import { GmError, isGmError } from '@geuse/plugin-api'
import { expect } from 'chai'
import { readEnvironment } from '../../config/environment.js'
import { defaultSettings } from '../../state/settings.js'
import type { Host } from '../host.js'
import { loadStack } from './load.js'
import { unknownStack } from './unknown.js'

describe('a stack without a document', () => {
  for (const known of [[], ['other-stack']]) {
    it(`is not deployed anew where AWS cannot be asked, with ${known.length} others known`, async () => {
      const host = {
        environment: await readEnvironment({ HOME: '/nowhere' }),
        settings: defaultSettings(),
        store: { load: () => Promise.resolve(undefined), list: () => Promise.resolve(known) },
        openRun: () => {
          throw new GmError('UNREACHABLE', 'no network')
        },
      }
      const error: unknown = await loadStack(host as unknown as Host, 'my-stack').catch((thrown: unknown) => thrown)
      if (!isGmError(error)) throw error
      expect(error.code).to.equal('STACK_UNKNOWN')
      expect(error.message).to.contain('a second one beside it')
      expect(error.hints.join()).to.not.contain('gm deploy')
      expect(error.hints).to.include(
        'aws resourcegroupstaggingapi get-resources --tag-filters Key=geusemaker:stack,Values=my-stack',
      )
    })
  }

  it('is guessed at where a name is near, and no more is said', async () => {
    expect((await unknownStack('my-stakc', ['my-stack'])).message).to.match(
      /there are: my-stack - did you mean my-stack\?$/,
    )
  })
})
