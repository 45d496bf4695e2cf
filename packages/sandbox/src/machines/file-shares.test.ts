// What a mount is refused for before anything is asked of the account.
import { expect } from 'chai'
import type { Context } from '../account/context.js'
import type { Launch } from '../instances/emulated-instance.js'
import { mountOf } from './file-shares.js'

describe('a mount', () => {
  const cx = { moto: { askJson: () => Promise.reject(new Error('no such file system')) } } as unknown as Context
  const refusal = async (source: string, options = 'tls,iam'): Promise<string> => {
    const mount = await mountOf(cx, {} as Launch, '/nonexistent', { source, options })
    return 'refusal' in mount ? mount.refusal : ''
  }

  it('is of a file system, and does not leave its folder', async () => {
    for (const source of ['', 'fs-1/../../etc', '../etc', 'fs-1:/../fs-2', 'fs-1:relative', '/etc'])
      expect(await refusal(source), source).to.match(/^mount.efs: invalid file system/)
  })

  it('has options that the helper or NFS know', async () => {
    expect(await refusal('fs-1:/', 'tls,iam,lookupcache=sometimes')).to.contain('incorrect mount option')
    expect(await refusal('fs-1:/', 'tls,iam,hard,noresvport,lookupcache=pos')).to.equal('file system fs-1 not found')
  })
})
