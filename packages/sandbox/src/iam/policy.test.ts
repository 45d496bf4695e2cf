// What a role may do.
import { expect } from 'chai'
import { type PolicyDocument, allows } from './policy.js'

function one(statement: object): PolicyDocument[] {
  return [{ Statement: { Effect: 'Allow', ...statement } }]
}

const arn = 'arn:aws:ssm:us-east-1:1:parameter/geusemaker/shop'

describe('allows', () => {
  it('matches actions without regard to case, with wildcards', () => {
    const may = (action: string) =>
      allows(one({ Action: ['ssm:Get*', 'ec2:CreateTags'], Resource: '*' }), { action, resource: arn })
    expect(
      ['ssm:GetParametersByPath', 'SSM:getparameter', 'ssm:PutParameter', 'ec2:CreateTags', 'xssm:GetX'].map(may),
    ).to.deep.equal([true, true, false, true, false])
  })

  it('matches resources with wildcards, and case counts', () => {
    const may = (resource: string) => allows(one({ Action: '*', Resource: `${arn}/*` }), { action: 'ssm:X', resource })
    expect([`${arn}/a`, arn, `${arn}2/a`, `${arn.toUpperCase()}/a`].map(may)).to.deep.equal([true, false, false, false])
  })

  it('lets a denial win', () => {
    const documents = [
      ...one({ Action: '*', Resource: '*' }),
      { Statement: [{ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }] },
    ]
    expect([
      allows(documents, { action: 'ec2:X', resource: 'a' }),
      allows(documents, { action: 'ssm:X', resource: 'a' }),
    ]).to.deep.equal([true, false].reverse())
  })

  it('looks at conditions, and at variables in them', () => {
    const own = one({
      Action: 'ec2:CreateTags',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/geusemaker:stack-id': 's' } },
    })
    const ask = (value: string) =>
      allows(own, {
        action: 'ec2:CreateTags',
        resource: 'i',
        context: { 'aws:resourcetag/geusemaker:stack-id': value },
      })
    expect([ask('s'), ask('t'), allows(own, { action: 'ec2:CreateTags', resource: 'i' })]).to.deep.equal([
      true,
      false,
      false,
    ])
    const self = one({ Action: '*', Resource: '${ec2:SourceInstanceARN}' })
    expect(allows(self, { action: 'a', resource: 'arn:i', context: { 'ec2:sourceinstancearn': 'arn:i' } })).to.equal(
      true,
    )
  })

  it('wants every value of a ForAllValues condition', () => {
    const tags = one({
      Action: '*',
      Resource: '*',
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
    })
    const ask = (keys: string[]) => allows(tags, { action: 'x', resource: 'y', context: { 'aws:tagkeys': keys } })
    expect([ask(['a']), ask(['a', 'b']), ask(['a', 'c'])]).to.deep.equal([true, true, false])
  })

  it('grants nothing by a condition that it does not know', () => {
    expect(
      allows(one({ Action: '*', Resource: '*', Condition: { NumericLessThan: { 'a:b': '1' } } }), {
        action: 'x',
        resource: 'y',
        context: { 'a:b': '0' },
      }),
    ).to.equal(false)
  })
})
