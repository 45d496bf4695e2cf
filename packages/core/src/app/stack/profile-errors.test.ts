// A failure about credentials names the profile that was asked for, so that the next command is the right one.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asGmError, GmError } from '@geuse/plugin-api'
import { expect } from 'chai'
import { createClients } from '../../aws/client/clients.js'
import { identify } from '../../aws/discovery/discover.js'
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

/** @returns what comes of asking AWS as a profile of such a configuration file */
async function refusalOf(profile: string, configuration: readonly string[]): Promise<GmError> {
  const folder = await mkdtemp(join(tmpdir(), 'gm-profile-'))
  const before = process.env['AWS_CONFIG_FILE']
  process.env['AWS_CONFIG_FILE'] = join(folder, 'config')
  await writeFile(join(folder, 'config'), configuration.join('\n'))
  const aws = createClients({ region: 'eu-west-1', profile, endpoint: 'http://127.0.0.1:1' })
  try {
    return await namingProfile(aws, identify(aws)).then(() => expect.fail('it must throw'), asGmError)
  } finally {
    aws.close()
    if (before === undefined) delete process.env['AWS_CONFIG_FILE']
    else process.env['AWS_CONFIG_FILE'] = before
    await rm(folder, { recursive: true })
  }
}

describe('naming the profile', () => {
  it('says whose credentials failed, and what to type', async () => {
    const thrown = (await failing(
      new GmError('CREDENTIALS_EXPIRED', 'expired', { hints: ['aws sso login', 'aws x   # y', 'read on'] }),
      'work',
    )) as GmError
    expect(thrown.message).to.equal('Profile work: expired')
    expect(thrown.hints).to.deep.equal([
      'aws sso login --profile work',
      'aws x --profile work   # y',
      'read on',
      'aws configure list-profiles',
    ])
  })

  it('leaves advice that names a profile as it is', async () => {
    const { code, hints } = await refusalOf('work', [
      '[profile me]',
      'aws_access_key_id = AKIAEXAMPLE',
      'aws_secret_access_key = example',
      '[profile work]',
      'role_arn = arn:aws:iam::123456789012:role/admin',
      'source_profile = me',
      'mfa_serial = arn:aws:iam::123456789012:mfa/me',
    ])
    expect(code).to.equal('CREDENTIALS_MISSING')
    expect(hints).to.deep.equal([
      'aws sts get-caller-identity --profile work   # asks for the code',
      'aws configure set credential_process "aws configure export-credentials --profile work" --profile work-gm   # once',
      'then type the same command again with --profile work-gm',
      'aws configure list-profiles',
    ])
  })

  it('changes nothing where no profile was asked for, or the trouble is another', async () => {
    const missing = new GmError('CREDENTIALS_MISSING', 'none')
    const denied = new GmError('DENIED', 'no')
    expect(await failing(missing)).to.equal(missing)
    expect(await failing(denied, 'work')).to.equal(denied)
  })
})
