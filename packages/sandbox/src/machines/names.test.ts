// The name server of a machine's network.
import { decode, encode } from 'dns-packet'
import { expect } from 'chai'
import { answerName, whatIs } from './names.js'
import { outsideAddress } from './router-messages.js'

function ask(name: string, type: 'A' | 'AAAA' = 'A') {
  const query = encode({ type: 'query', id: 7, questions: [{ type, name }] })
  const answer = decode(answerName(query)) as ReturnType<typeof decode> & { rcode: string }
  return { id: answer.id, rcode: answer.rcode, data: answer.answers?.map((each) => 'data' in each && each.data) }
}

describe('names in a network of real machines', () => {
  it('are those of AWS, of registries and of releases, all at one address', () => {
    for (const name of ['ssm.eu-west-1.amazonaws.com', 'registry-1.docker.io', 'registry.ollama.ai', 'github.com'])
      expect(ask(name), name).to.deep.equal({ id: 7, rcode: 'NOERROR', data: [outsideAddress] })
  })

  it('are those of machines', () => {
    expect(ask('ip-10-42-0-5.ec2.internal').data).to.deep.equal(['10.42.0.5'])
  })

  it('do not exist otherwise, nor have addresses of another kind', () => {
    expect(ask('example.com')).to.deep.equal({ id: 7, rcode: 'NXDOMAIN', data: [] })
    expect(ask('notamazonaws.com').rcode).to.equal('NXDOMAIN')
    expect(ask('github.com', 'AAAA')).to.deep.equal({ id: 7, rcode: 'NOERROR', data: [] })
  })

  it('say what is behind them', () => {
    expect(
      ['STS.amazonaws.com', 'docker.n8n.io', 'models.sandbox.test', 'github.com', 'evil.github.com'].map(whatIs),
    ).to.deep.equal(['aws', 'registry', 'models', 'downloads', undefined])
  })
})
