// A failure about credentials names the profile that was asked for, so that the next command is the right one.
import { GmError } from '@geuse/plugin-api'
import { expect } from 'chai'
import { namingProfile } from './profile-errors.js'

function clients(profile?: string) {
  return {
    connection: { region: 'us-east-1', proxyEnv: {}, ...(profile === undefined ? {} : { profile }) },
  }
}

function failing(error: unknown, profile?: string) {
  return namingProfile(clients(profile), Promise.reject(error)).then(
    () => expect.fail('it must throw'),
    (thrown: unknown) => thrown,
  )
}

describe('naming the profile', () => {
  it('says whose credentials failed, and what to type', async () => {
    const thrown = (await failing(new GmError('CREDENTIALS_EXPIRED', 'expired'), 'work')) as GmError
    expect(thrown.message).to.equal('Profile work: expired')
    expect(thrown.hints[0]).to.equal('aws sso login --profile work')
  })

  it('changes nothing where no profile was asked for, or the trouble is another', async () => {
    const missing = new GmError('CREDENTIALS_MISSING', 'none')
    const denied = new GmError('DENIED', 'no')
    expect(await failing(missing)).to.equal(missing)
    expect(await failing(denied, 'work')).to.equal(denied)
  })
})
