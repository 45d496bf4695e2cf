// A secret that somebody deleted is never made anew over the data that was written with it: the deploy says which one
// is gone and how to bring it back, and the stack can still be destroyed.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { small, TestAccount } from './support/test-account.js'

describe('a secret that is gone', function () {
  this.timeout(120_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
    expect((await world.gm(['deploy', 'my-stack', ...small])).code).to.equal(0)
  })
  after(() => world.close())

  const parameters = async (): Promise<string[]> => ((await world.inventory())['parameter'] ?? []).map(({ id }) => id)

  it('stops a deploy, which names it, and is not made again', async () => {
    const key = (await parameters()).find((id) => id.endsWith('n8n/encryption-key')) ?? ''
    const script = `import boto3,sys; boto3.client('ssm',endpoint_url=sys.argv[1],region_name='us-east-1').delete_parameter(Name=sys.argv[2])`
    await promisify(execFile)(world.account.python, ['-c', script, world.account.motoEndpoint, key], {
      env: world.env(),
    })
    const { code, stderr } = await world.gm(['deploy', 'my-stack', '--yes'])
    expect(code, stderr).to.equal(2)
    expect(stderr).to.contain('n8n/encryption-key').and.to.contain('aws ssm put-parameter')
    expect(await parameters()).not.to.include(key)
    expect((await world.inventory())['instance']).to.have.length(1)
  })

  it('does not keep the stack from being destroyed', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(await world.inventory()).to.deep.equal({})
  })
})
