// Real bodies of refusals, in the protocol of each service, through real clients: what each becomes.
import { syncBuiltinESMExports } from 'node:module'
import { expect } from 'chai'
import nock from 'nock'
import type { Code, GmError } from '@geuse/plugin-api'
import { type Clients, createClients } from '../client/clients.js'
import {
  classify,
  isAlreadyThere,
  isAnswerLost,
  isDependency,
  isIamNotReady,
  isNotFound,
  isNotYet,
  refused,
} from './classify.js'
import { dummy, ec2Error, jsonError, queryError, thrownBy, withStub } from '../stub-aws.test.js'

type Question = (error: unknown) => boolean
type Row = readonly [name: string, message: string, code: Code, answers?: readonly Question[]]

const ec2Rows: readonly Row[] = [
  ['InvalidVpcID.NotFound', "The vpc ID 'vpc-1' does not exist", 'CLOUD_REFUSED', [isNotFound]],
  [
    'InvalidLaunchTemplateName.NotFoundException',
    'At least one of the launch templates specified does not exist',
    'CLOUD_REFUSED',
    [isNotFound],
  ],
  [
    'UnauthorizedOperation',
    'You are not authorized to perform this operation. Encoded authorization failure message: abcdef',
    'DENIED',
  ],
  ['AuthFailure', 'AWS was not able to validate the provided access credentials', 'CREDENTIALS_MISSING'],
  [
    'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
    'The provided credentials do not have permission to create the service-linked role',
    'DENIED',
  ],
  ['RequestExpired', 'Request has expired.', 'CREDENTIALS_EXPIRED'],
  ['VpcLimitExceeded', 'The maximum number of VPCs has been reached.', 'QUOTA'],
  ['AddressLimitExceeded', 'The maximum number of addresses has been reached.', 'QUOTA'],
  ['SomethingNewLimitExceeded', 'Too many.', 'QUOTA'],
  ['DependencyViolation', 'resource sg-1 has a dependent object', 'CONFLICT', [isDependency]],
  ['InvalidGroup.Duplicate', "The security group 'x' already exists", 'CONFLICT', [isAlreadyThere]],
  ['InvalidSubnet.Conflict', 'The CIDR conflicts with another subnet', 'CONFLICT', [isAlreadyThere]],
  [
    'IncorrectInstanceState',
    'The pending instance is not in a valid state for this operation.',
    'CONFLICT',
    [isNotYet],
  ],
  ['InsufficientInstanceCapacity', 'There is no Spot capacity available', 'CAPACITY'],
  [
    'InvalidParameterValue',
    'Value (gm-x) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
    'CLOUD_REFUSED',
    [isIamNotReady],
  ],
  ['InvalidParameterValue', 'Value (x) for parameter y is invalid', 'CLOUD_REFUSED'],
]
const iamRows: readonly Row[] = [
  ['NoSuchEntity', 'The role with name x cannot be found.', 'CLOUD_REFUSED', [isNotFound]],
  ['EntityAlreadyExists', 'Role with name x already exists.', 'CONFLICT', [isAlreadyThere]],
  ['DeleteConflict', 'Cannot delete entity, must detach all policies first.', 'CONFLICT', [isDependency]],
  ['LimitExceeded', 'Cannot exceed quota for RolesPerAccount: 1000', 'QUOTA'],
  ['AccessDenied', 'User: arn:aws:iam::123456789012:user/u is not authorized to perform: iam:GetRole', 'DENIED'],
  ['InvalidClientTokenId', 'The security token included in the request is invalid', 'CREDENTIALS_MISSING'],
  ['ExpiredToken', 'The security token included in the request is expired', 'CREDENTIALS_EXPIRED'],
]
const ssmRows: readonly Row[] = [
  ['ParameterAlreadyExists', 'The parameter already exists.', 'CONFLICT', [isAlreadyThere]],
  ['ParameterNotFound', 'Parameter /x not found.', 'CLOUD_REFUSED', [isNotFound]],
  ['AccessDeniedException', 'User is not authorized to perform: ssm:PutParameter', 'DENIED'],
  ['ExpiredTokenException', 'The security token included in the request is expired', 'CREDENTIALS_EXPIRED'],
  ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'CREDENTIALS_MISSING'],
]
const efsRows: readonly Row[] = [
  ['FileSystemAlreadyExists', "File system 'fs-1' already exists", 'CONFLICT', [isAlreadyThere]],
  ['FileSystemNotFound', "File system 'fs-1' does not exist.", 'CLOUD_REFUSED', [isNotFound]],
  ['IncorrectFileSystemLifeCycleState', 'The file system is not available', 'CONFLICT', [isNotYet]],
  ['FileSystemInUse', 'File system has mount targets', 'CONFLICT', [isDependency]],
  ['FileSystemLimitExceeded', 'Too many file systems', 'QUOTA'],
  ['AccessDeniedException', 'User is not authorized', 'DENIED'],
]

const questions = { isNotFound, isAlreadyThere, isDependency, isNotYet, isIamNotReady }

/** How a service is asked one thing, and how it words a refusal. */
interface Asked {
  readonly host: string
  readonly path?: string
  readonly word: (name: string, message: string) => string
  readonly ask: (aws: Clients) => Promise<unknown>
}

const region = 'eu-west-1'
const ec2: Asked = {
  host: `ec2.${region}.amazonaws.com`,
  word: ec2Error,
  ask: async (aws) => (await aws.ec2()).describeVpcs({}),
}
const iam: Asked = {
  host: 'iam.amazonaws.com',
  word: queryError,
  ask: async (aws) => (await aws.iam()).getRole({ RoleName: 'x' }),
}
const sts: Asked = {
  host: `sts.${region}.amazonaws.com`,
  word: queryError,
  ask: async (aws) => (await aws.sts()).getCallerIdentity({}),
}
const ssm: Asked = {
  host: `ssm.${region}.amazonaws.com`,
  word: jsonError,
  ask: async (aws) => (await aws.ssm()).getParameter({ Name: '/x' }),
}
const efs: Asked = {
  host: `elasticfilesystem.${region}.amazonaws.com`,
  path: '/2015-02-01/file-systems',
  word: jsonError,
  ask: async (aws) => (await aws.efs()).describeFileSystems({}),
}

// It takes hold of node:http when it is loaded, and other tests want real sockets.
release()

function release(): void {
  nock.cleanAll()
  nock.enableNetConnect()
  nock.restore()
  syncBuiltinESMExports()
}

/** @returns what a client makes of one refusal of the service under its real name */
async function refusal({ host, path, word, ask }: Asked, name: string, message: string): Promise<GmError> {
  const body = word(name, message)
  const headers = {
    'content-type': body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.1',
    'x-amzn-errortype': name,
  }
  const service = nock(`https://${host}`)
    .intercept(path ?? '/', path === undefined ? 'POST' : 'GET')
    .reply(400, body, headers)
  const aws = createClients({ region })
  try {
    const error = await thrownBy(() => ask(aws))
    service.done()
    return error
  } finally {
    aws.close()
  }
}

describe('classify', () => {
  before(() => {
    Object.assign(process.env, dummy)
    nock.activate()
    nock.disableNetConnect()
    syncBuiltinESMExports()
  })
  after(release)

  table('EC2, XML', ec2, ec2Rows)
  table('IAM, query protocol', iam, iamRows)
  table('STS, query protocol', sts, iamRows.slice(-2))
  table('SSM, JSON', ssm, ssmRows)
  table('EFS, REST', efs, efsRows)

  it('leaves out what only AWS can read', async () => {
    const error = await refusal(ec2, 'UnauthorizedOperation', 'Not you. Encoded authorization failure message: abcdef')
    expect(error.message).to.equal('DescribeVpcs failed: Not you. (UnauthorizedOperation)')
    expect(error.hints[0]).to.match(/^aws sts get-caller-identity/)
  })

  it('says which quota, and where to raise it to what', () => {
    const error = refused('VcpuLimitExceeded', 'You have requested more vCPU capacity', 'CreateFleet', 8)
    expect(error.message).to.contain('Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances')
    expect(error.hints.at(-1)).to.contain('--quota-code L-1216C47A --desired-value 8')
    const withGpu = refused('VcpuLimitExceeded', 'None', 'CreateFleet', undefined, 'g6.xlarge')
    expect(withGpu.message).to.contain('Running On-Demand G and VT instances')
  })

  it('takes a connection that cannot be made for unreachable', () => {
    const refusal = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })
    expect(classify(refusal, 'CreateVpc').code).to.equal('UNREACHABLE')
  })

  it('tells a lost session from credentials that were never there', () => {
    const named = (message: string) => Object.assign(new Error(message), { name: 'CredentialsProviderError' })
    expect(classify(named('The SSO session associated with this profile has expired'), 'X').code).to.equal(
      'CREDENTIALS_EXPIRED',
    )
    expect(classify(named('Could not load credentials from any providers'), 'X').code).to.equal('CREDENTIALS_MISSING')
  })
})

describe('a lost answer', () => {
  it('does not send twice what would make two things', async () => {
    await withStub(
      { CreateVpc: ['cut', { body: '<CreateVpcResponse><vpc><vpcId>vpc-2</vpcId></vpc></CreateVpcResponse>' }] },
      async ({ aws, calls }) => {
        const error = await thrownBy(async () => (await aws.ec2()).createVpc({ CidrBlock: '10.0.0.0/16' }))
        expect(error.code).to.equal('UNREACHABLE')
        expect(isAnswerLost(error)).to.equal(true)
        expect(calls).to.deep.equal(['CreateVpc'])
      },
    )
  })

  it('sends again what may be sent twice', async () => {
    await withStub(
      { DescribeVpcs: ['cut', { body: '<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>' }] },
      async ({ aws, calls }) => {
        await (await aws.ec2()).describeVpcs({})
        expect(calls).to.deep.equal(['DescribeVpcs', 'DescribeVpcs'])
      },
    )
  })
})

function table(title: string, asked: Asked, rows: readonly Row[]): void {
  for (const [name, message, code, answers = []] of rows) {
    it(`${title}: ${name} is ${code}`, async () => {
      const error = await refusal(asked, name, message)
      expect(error.code).to.equal(code)
      const yes = Object.values(questions).filter((question) => question(error))
      expect(yes).to.have.members([...answers])
    })
  }
}
