// A failure reads back as what was meant, in every protocol.
import { expect } from 'chai'
import { AwsError, errorAnswer, errorCode, notEmulated } from './aws-error.js'

describe('errorAnswer', () => {
  const error = new AwsError('Some.Code', 'a < b & c', 409, { FileSystemId: 'fs-1' })

  it('writes the code so that it can be read back', () => {
    expect(
      (['ec2', 'query', 'json', 'rest-json'] as const).map((protocol) => errorCode(errorAnswer(error, protocol))),
    ).to.deep.equal(Array(4).fill('Some.Code'))
  })

  it('escapes what XML would take for itself', () => {
    expect(errorAnswer(error, 'ec2').body).to.include('a &lt; b &amp; c')
  })

  it('carries further members in JSON', () => {
    expect(JSON.parse(errorAnswer(error, 'rest-json').body)).to.deep.equal({
      ErrorCode: 'Some.Code',
      Message: 'a < b & c',
      FileSystemId: 'fs-1',
    })
  })

  it('is no server error when something is not emulated, so that nobody tries again', () => {
    expect(errorAnswer(notEmulated('x'), 'json').status).to.equal(400)
  })
})
