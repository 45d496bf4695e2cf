// Systems Manager: parameters, registered instances, commands, sessions.
import { cancelCommand, getCommandInvocation, listCommandInvocations, sendCommand } from '../ssm/commands.js'
import { describeInstanceInformation } from '../ssm/instance-information.js'
import { namesImages } from '../ssm/image-parameters.js'
import { limitsValue } from '../ssm/parameters.js'
import { startSession, terminateSession } from '../ssm/sessions.js'
import { type Operation, forwarded, native, patched } from './operation.js'

/** Systems Manager's operations. */
export const ssmOperations: readonly Operation[] = [
  ...forwarded('ssm', [
    'GetParameters',
    'GetParametersByPath',
    'DescribeParameters',
    'DeleteParameter',
    'DeleteParameters',
    'AddTagsToResource',
    'RemoveTagsFromResource',
    'ListTagsForResource',
  ]),
  patched('ssm', 'GetParameter', 'the public parameters of the Deep Learning AMI too, which name an image of moto', [
    namesImages,
  ]),
  patched('ssm', 'PutParameter', 'ValidationException for a standard parameter of more than 4096 characters', [
    limitsValue,
  ]),
  native(
    'ssm',
    'DescribeInstanceInformation',
    'instances whose role lets the agent register and whose network lets it out',
    describeInstanceInformation,
  ),
  native(
    'ssm',
    'SendCommand',
    'AWS-RunShellScript to registered instances, InvalidInstanceId otherwise; simulated instances run gmctl only',
    sendCommand,
  ),
  native(
    'ssm',
    'GetCommandInvocation',
    'InvocationDoesNotExist at first, then Pending, InProgress, Success, Failed, TimedOut or Cancelled; output cut at 24,000 characters',
    getCommandInvocation,
  ),
  native('ssm', 'CancelCommand', 'ends what still runs', cancelCommand),
  native(
    'ssm',
    'StartSession',
    "AWS's documents for commands and for ports, TargetNotConnected where no agent is registered; at the StreamUrl, bytes for a port go as they are, without the plugin's protocol, and commands are not answered",
    startSession,
  ),
  native('ssm', 'TerminateSession', 'ends a session; one that has ended stays so', terminateSession),
  native('ssm', 'ListCommandInvocations', 'by command, without output', listCommandInvocations),
]
