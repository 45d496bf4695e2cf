// The reference of failures: what each code means, what it mostly comes of, and what to do. A code without a row does
// not compile. What fails says more of itself: its message names the thing, its hints are commands to type.
import type { Code } from '@geuse/plugin-api'

/** What there is to know of a code. */
export interface ErrorReference {
  readonly meaning: string
  readonly cause: string
  readonly mend: string
}

function row(meaning: string, cause: string, mend: string): ErrorReference {
  return { meaning, cause, mend }
}

const asked = {
  CONFIG_INVALID: row(
    'What was asked for cannot be understood or cannot be.',
    'A flag, a variable, a key of a config file or a setting of a service is misspelt, of another kind, or rules another one out.',
    'Every problem is named at once, with where it was said: put each right. `gm COMMAND --help`, `gm services` and `gm tiers` say what there is.',
  ),
  BUDGET_EXCEEDED: row(
    'The plan may cost more a month than `--budget` allows, or its cost is not known.',
    'The types that come into question, or what else the tier makes, cost more.',
    'Choose less (`--instance-type`, `--services`, another tier) or a larger `--budget`; `gm plan NAME` shows the items.',
  ),
  CONFIRMATION_NEEDED: row(
    'Something has to be agreed to, or chosen, and nobody can answer here.',
    'gm runs in a script, in CI or with `--json`.',
    'Type it on a terminal, or add `--yes` (or `GEUSEMAKER_YES=true`) where you agree.',
  ),
  DECLINED: row('A question was answered with no.', 'You said so.', 'Nothing was done, and nothing has to be.'),
  PLAN_STALE: row(
    'A plan in a file is not what would be done now.',
    'The stack, the account, the prices of types or what is asked for changed after `gm plan --out`.',
    'Make the plan anew with `gm plan NAME --out FILE`, and have it reviewed again.',
  ),
  NOT_FOUND: row(
    'Something that was named is not there.',
    'A VPC, a certificate, a key pair, a backup, a setting or a plugin has another name, is in another region or account, or is gone; or a stack has no instance now.',
    'The message names it; look for it where the hint says.',
  ),
} as const

const ofStacks = {
  STACK_UNKNOWN: row(
    'No stack of that name is known here.',
    'Its name is misspelt, it was deployed from another computer, or `GEUSEMAKER_HOME` is another one.',
    '`gm list` shows the stacks of this computer; `gm destroy NAME` also finds one that only AWS knows.',
  ),
  STACK_UNRECORDED: row(
    'Things in the account belong to a stack of that name of which this computer has no document.',
    'It was deployed from another computer, or its document was lost.',
    'Copy its document here, or `gm destroy NAME --stack-id UUID` to remove it; of several, the message names the ids.',
  ),
  STACK_DIFFERS: row(
    'The stack stands, and this would make another thing of what cannot be changed or holds data.',
    'Options differ from those that it was made with.',
    'Leave the named options out, use `gm update NAME` for what can be changed, or another name for another stack.',
  ),
  STACK_BUSY: row(
    'What is asked for does not fit the state of the stack.',
    'It is being destroyed, stopped or updated, or a run of another kind was cut off.',
    'Type the command of the hint first: it finishes what was begun.',
  ),
  ACCOUNT_MISMATCH: row(
    'The credentials are of another account than the stack.',
    'Another profile, or other variables, are in force.',
    'Use the profile that it was deployed with: `--profile NAME` or `AWS_PROFILE`.',
  ),
} as const

const ofThisComputer = {
  CREDENTIALS_MISSING: row(
    'There are no credentials for AWS.',
    'No profile, no variables, no single sign-on.',
    '`aws configure`, `aws sso login`, or `--profile NAME`; https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
  ),
  CREDENTIALS_EXPIRED: row(
    'The credentials are no longer, or not yet, valid.',
    'A session ended, a key was taken back, or the clock of this computer is wrong.',
    'Log in again (`aws sso login`), set the clock, and type the same command: it goes on.',
  ),
  LOCKED: row(
    'Another run works on the stack.',
    'A second gm, here or on another computer that shares the folder.',
    'Wait for it. If that run is certainly dead: `gm unlock NAME`.',
  ),
  LOCK_LOST: row(
    'The lock of the stack was taken away while it was worked on.',
    '`gm unlock` was typed meanwhile, or the lock file was removed.',
    'Nothing new was begun. See to it that one run works at a time, and type the same command again.',
  ),
  STATE_CORRUPT: row(
    'The state document of a stack cannot be read.',
    'It was edited, or cut off by a full disk or a copy.',
    'Nothing was overwritten. Look at the backups that the hints name, and copy one over it.',
  ),
  STATE_NEWER: row(
    'The state document was written by a newer gm.',
    'Another computer, or another installation, is newer.',
    'Update gm: `npm install --global @geuse/cli@latest`.',
  ),
  STATE_STALE: row(
    'The state document was changed by another run meanwhile.',
    'Two runs shared the folder without sharing the lock.',
    'Type the same command again: it reads what is there now.',
  ),
  STORAGE_FULL: row(
    'The disk of this computer is full.',
    'No room for the state document; a run stops before it makes what it could not record.',
    'Make room, and type the same command again.',
  ),
  STORAGE_DENIED: row(
    'A file or folder cannot be read or written.',
    'Rights, a read-only disk, or a file where a folder has to be.',
    'The message names it: `ls -l` it, and give yourself the rights, or set `GEUSEMAKER_HOME`.',
  ),
  INTERRUPTED: row(
    'The run was interrupted.',
    'Ctrl-C, or the process was asked to end.',
    'What was made is recorded: type the same command, and it goes on; the hints say how to go back.',
  ),
} as const

const ofAws = {
  DENIED: row(
    'AWS does not allow it.',
    'A policy of the person, a permissions boundary, an organisation, or a key.',
    'The message names the action and the thing. `gm plan NAME --json` lists all actions, `gm render NAME -o FOLDER` writes the policy.',
  ),
  QUOTA: row(
    'A quota of the account is used up.',
    'vCPUs, addresses, VPCs or others; new accounts have few, for some types none.',
    'The hint leads to where it is raised, which can take a day; or another region, a smaller type.',
  ),
  CAPACITY: row(
    'AWS has no such instance to sell right now.',
    'Every type and zone that came into question was refused.',
    'Type the same command again later, or allow more: on demand, another `--instance-type`, another region.',
  ),
  UNREACHABLE: row(
    'AWS cannot be reached.',
    'No network, a proxy, a name that does not resolve, a certificate of a company.',
    'Look at the network; `HTTPS_PROXY`, `NO_PROXY` and `AWS_CA_BUNDLE` are honoured. Type the same command again.',
  ),
  THROTTLED: row(
    'AWS refuses calls because there are too many.',
    'Others use the same account at the same time; gm has waited and tried several times.',
    'Type the same command again a little later.',
  ),
  TIMED_OUT: row(
    'Something did not come within its time.',
    'A slow boot, a slow registry, a service that never answers.',
    'The message says what was waited for. `gm status NAME` and `gm logs NAME` say how it is; the same command goes on.',
  ),
  UNHEALTHY: row(
    'The stack is there, and a service of it does not answer as it should.',
    'Its settings, its image, its memory, or what it needs.',
    '`gm logs NAME --service ID` and `gm status NAME` say more.',
  ),
  BOOT_FAILED: row(
    'The instance did not come up.',
    'An image that cannot be pulled, a disk or file system that cannot be used, a file of a service that fails.',
    'The message names the phase, with the last lines of its log; `gm logs NAME --service boot --tail all` has all of it.',
  ),
  CONFLICT: row(
    'Something of that name, or in that place, is there already, or something still uses it.',
    'Somebody else made it, or AWS has not yet forgotten what was removed.',
    'The message names it: remove it, or choose another name. Where AWS only needs time, the same command helps.',
  ),
  LEFTOVERS: row(
    'After a destroy something is still there.',
    'AWS removes it slowly, or somebody made it anew.',
    'Type the same `gm destroy` again: it removes what is left.',
  ),
  CLOUD_REFUSED: row(
    'AWS refused a call for a reason of its own.',
    "A rule of the account or of the service that gm does not know; AWS's own words are in the message.",
    'Put right what they say. If they make no sense, it is a bug of gm: report it with `--debug`.',
  ),
  CLOUD_FAILED: row(
    'AWS, or the instance, failed at something that should have worked.',
    'An outage, or a command on the instance that ended badly.',
    'Type the same command again; https://health.aws.amazon.com shows outages.',
  ),
} as const

const ofGm = {
  PLUGIN_FAILED: row(
    'A plugin failed.',
    'It threw, hung or ended where it should have answered.',
    'The message names it. `gm plugins inspect PLUGIN` says more; update it or tell its author.',
  ),
  PLUGIN_INVALID: row(
    'A plugin contributes what breaks the contract.',
    'It is written for another version of gm, or has a fault.',
    'Each breach is named. Update it, or `gm plugins uninstall PLUGIN`; its author can run `conformance()`.',
  ),
  PLUGIN_MISSING: row(
    'A stack has parts of a plugin that is not here.',
    'It was deployed from another computer, or the plugin was removed.',
    '`gm plugins install PLUGIN`, as the hint says; everything that does not need it works without.',
  ),
  BUG: row(
    'A fault of gm itself.',
    'A case that nobody thought of.',
    'Type the same command with `--debug`, and report what it shows. The same command may well go on.',
  ),
} as const

/** Every code of a failure. */
export const errorReference: Readonly<Record<Code, ErrorReference>> = {
  ...asked,
  ...ofStacks,
  ...ofThisComputer,
  ...ofAws,
  ...ofGm,
}
