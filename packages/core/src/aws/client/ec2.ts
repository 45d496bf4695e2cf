// EC2 with the operations that gm asks for. The package has 750, and making all of them takes longer than most calls. A
// resource of a plugin may ask for any: what is not in these lists loads the others.
import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFleetCommand,
  CreateInternetGatewayCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteLaunchTemplateCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSpotPriceHistoryCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DescribeVpnGatewaysCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  GetConsoleOutputCommand,
  ModifyInstanceCreditSpecificationCommand,
  ModifyVpcAttributeCommand,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
  RevokeSecurityGroupIngressCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  EC2Client,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplateVersions,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeTags,
  paginateDescribeVolumes,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  paginateDescribeVpcs,
  type EC2,
  type EC2ClientConfig,
} from '@aws-sdk/client-ec2'
import type * as Sdk from '@aws-sdk/client-ec2'

const commands = ofSdk({
  AllocateAddressCommand,
  AssociateAddressCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFleetCommand,
  CreateInternetGatewayCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteLaunchTemplateCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSpotPriceHistoryCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DescribeVpnGatewaysCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  GetConsoleOutputCommand,
  ModifyInstanceCreditSpecificationCommand,
  ModifyVpcAttributeCommand,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
  RevokeSecurityGroupIngressCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
})
const paginators = ofSdk({
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplateVersions,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeTags,
  paginateDescribeVolumes,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  paginateDescribeVpcs,
})

/** Keeps of the type what the SDK calls it. */
function ofSdk<Name extends keyof typeof Sdk>(known: Pick<typeof Sdk, Name>): Pick<typeof Sdk, Name> {
  return known
}

type MethodOf<Command extends string> = Command extends `${infer Operation}Command` ? Uncapitalize<Operation> : never

/** What the code of gm may ask: an operation that is in neither list is an error of the compiler. */
export type Ec2 = EC2Client & Pick<EC2, MethodOf<keyof typeof commands> | keyof typeof paginators>

/** An operation's name, as the SDK's own client has it: a verb and what it is done to. */
const operation = /^[a-z]+[A-Z]/

/** @returns a client whose every operation can be called, as of the SDK's own */
export function ec2Client(config: EC2ClientConfig): Ec2 {
  const client = new EC2Client(config)
  return new Proxy(client, {
    get: (target, name): unknown => {
      if (name in target || typeof name !== 'string' || !operation.test(name)) return Reflect.get(target, name)
      return name.startsWith('paginate') ? pages(target, name) : call(target, name)
    },
  }) as Ec2
}

type Exports = Readonly<Record<string, unknown>>
type Command = new (input: unknown) => Parameters<EC2Client['send']>[0]
type Paginator = (config: { readonly client: EC2Client }, input: unknown) => AsyncIterable<unknown>

function call(client: EC2Client, name: string) {
  const command = `${name.charAt(0).toUpperCase()}${name.slice(1)}Command`
  return async (input: unknown = {}): Promise<unknown> => {
    const Made = await exported<Command>(commands, command)
    return client.send(new Made(input))
  }
}

function pages(client: EC2Client, name: string) {
  return async function* (input: unknown = {}, config: object = {}): AsyncIterable<unknown> {
    const paginate = await exported<Paginator>(paginators, name)
    yield* paginate({ ...config, client }, input)
  }
}

async function exported<T>(known: Exports, name: string): Promise<T> {
  const found = known[name] ?? ((await import('@aws-sdk/client-ec2')) as Exports)[name]
  if (found === undefined) throw new TypeError(`EC2 has no ${name}`)
  return found as T
}
