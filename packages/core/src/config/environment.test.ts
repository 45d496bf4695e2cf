// Variables as shells hand them over: empty, misspelt, in both cases.
import { expect } from 'chai'
import { isGmError } from '@geuse/plugin-api'
import { readEnvironment } from './environment.js'

async function problemsOf(env: Record<string, string>): Promise<string[]> {
  try {
    await readEnvironment({ HOME: '/home/me', ...env })
  } catch (error) {
    if (isGmError(error)) return error.problems.map(({ message }) => message)
  }
  return []
}

describe('app/environment', () => {
  it('is calm when nothing is set', async () => {
    expect(await readEnvironment({ HOME: '/home/me' })).to.deep.equal({
      home: '/home/me/.geusemaker',
      options: {},
      progress: 'auto',
      yes: false,
      debug: false,
      aws: {},
      noColor: false,
      forceColor: false,
      ci: false,
      term: '',
      desktop: process.platform !== 'linux',
      proxy: { no: [] },
    })
  })

  it('reads everything that it knows', async () => {
    const environment = await readEnvironment({
      GEUSEMAKER_HOME: '/data/gm',
      GEUSEMAKER_CONFIG: 'gm.yaml',
      GEUSEMAKER_PROGRESS: 'jsonl',
      GEUSEMAKER_YES: '1',
      GEUSEMAKER_DEBUG: 'true',
      GEUSEMAKER_INSTANCE_TYPE: 't3.large',
      GEUSEMAKER_ON_DEMAND: 'true',
      AWS_PROFILE: 'work',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      NO_COLOR: '1',
      CI: 'true',
      HTTP_PROXY: 'http://loud:1',
      http_proxy: 'http://quiet:1',
      NO_PROXY: 'localhost, 127.0.0.1',
    })
    expect(environment).to.deep.include({
      home: '/data/gm',
      configFile: 'gm.yaml',
      progress: 'jsonl',
      yes: true,
      debug: true,
      noColor: true,
      ci: true,
    })
    expect(environment.options).to.deep.equal({ 'instance-type': 't3.large', 'on-demand': 'true' })
    expect(environment.aws).to.deep.equal({
      profile: 'work',
      region: 'eu-west-1',
      endpointUrl: 'http://127.0.0.1:4566',
    })
    expect(environment.proxy).to.deep.equal({ http: 'http://quiet:1', no: ['localhost', '127.0.0.1'] })
  })

  it('knows whether a browser that is opened would be seen', async () => {
    const seen = async (env: Record<string, string>) => (await readEnvironment({ HOME: '/home/me', ...env })).desktop
    expect(await seen({ DISPLAY: ':0' })).to.equal(true)
    for (const elsewhere of [{ SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }, { CI: 'true' }])
      expect(await seen({ DISPLAY: ':0', ...elsewhere })).to.equal(false)
  })

  it('lets AWS_REGION win over AWS_DEFAULT_REGION, and takes an empty variable for none', async () => {
    expect(
      await readEnvironment({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1', NO_COLOR: '', CI: 'false' }),
    ).to.deep.include({ aws: { region: 'eu-west-1' }, noColor: false, ci: false })
  })

  it('reports every variable that it does not understand', async () => {
    expect(
      await problemsOf({
        GEUSEMAKER_REGOIN: 'x',
        GEUSEMAKER_PROGRESS: 'loud',
        GEUSEMAKER_YES: 'maybe',
        AWS_ENDPOINT_URL: 'nowhere',
      }),
    ).to.deep.equal([
      'GEUSEMAKER_REGOIN is not a variable of gm - did you mean GEUSEMAKER_REGION?',
      'GEUSEMAKER_PROGRESS: must be one of auto, tree, lines, jsonl, silent',
      'GEUSEMAKER_YES: must be true or false',
      'AWS_ENDPOINT_URL: must be a URL',
    ])
  })

  it('cannot be changed', async () => {
    const environment = await readEnvironment({ HOME: '/home/me' })
    expect(
      Object.isFrozen(environment) && Object.isFrozen(environment.options) && Object.isFrozen(environment.aws),
    ).to.equal(true)
  })
})
