// What each flag of each command does: a command line without it, the flag, and what is only seen with it, in what is
// printed, asked of AWS or written to DESK/out. Rows are typed in this order, on one stack.
import { changing } from './change-flag-rows.js'
import { type FlagRow, row, together, words } from './flag-row.js'
import { looks } from './look-flag-rows.js'

/** Each command, as it is typed where it is to say something, for what all of them have. */
const typed: Readonly<Record<string, string>> = {
  autocomplete: 'autocomplete bash',
  backup: 'backup nowhere',
  'backup download': 'backup download nowhere',
  'backup list': 'backup list nowhere',
  'backup verify': 'backup verify nowhere',
  config: 'config',
  'config get': 'config get default_region',
  'config list': 'config list',
  'config path': 'config path',
  'config reset': 'config reset',
  'config set': 'config set default_region us-east-1 --config DESK/out/new.yaml',
  'config unset': 'config unset aws_profile',
  cost: 'cost my-stack',
  credentials: 'credentials my-stack',
  deploy: 'deploy other --tier none',
  destroy: 'destroy nowhere',
  doctor: 'doctor --tier none',
  exec: 'exec nowhere',
  forward: 'forward nowhere n8n',
  history: 'history my-stack',
  iam: 'iam --tier none',
  list: 'list',
  logs: 'logs nowhere',
  menu: 'menu',
  monitor: 'monitor nowhere',
  new: 'new service hello --output DESK/out/hello',
  open: 'open nowhere',
  plan: 'plan other --tier none',
  plugins: 'plugins',
  'plugins inspect': 'plugins inspect @geuse/plugin-services',
  'plugins install': 'plugins install ./nowhere.tgz',
  'plugins link': 'plugins link ./nowhere',
  'plugins uninstall': 'plugins uninstall nowhere',
  'plugins update': 'plugins update nowhere',
  render: 'render other --tier none --output DESK/out/files',
  restore: 'restore nowhere 20260101T000000Z',
  rollback: 'rollback nowhere',
  services: 'services',
  start: 'start nowhere',
  status: 'status my-stack',
  stop: 'stop nowhere',
  tiers: 'tiers',
  unlock: 'unlock nowhere',
  update: 'update nowhere',
  version: 'version',
}

/** A command that fails, with another ending where it would not otherwise. */
function failing(command: string): string {
  return `${typed[command]}${/nowhere|--tier none|^menu/.test(typed[command] ?? '') ? '' : ' --nonsense'}`
}

const everywhere = Object.fromEntries(
  Object.entries(typed).flatMap(([command, line]) => [
    [`${command} --json`, row(line, '--json', /^exit \d+\n[{[]/)],
    [`${command} --debug`, row(failing(command), '--debug', /\n +at /)],
  ]),
)

const withProfile: Readonly<Record<string, string>> = {
  backup: 'backup my-stack',
  'backup download': 'backup download my-stack',
  'backup list': 'backup list my-stack',
  'backup verify': 'backup verify my-stack',
  cost: 'cost my-stack',
  credentials: 'credentials my-stack',
  deploy: 'deploy other --config DESK/stack.yaml',
  destroy: 'destroy my-stack',
  exec: 'exec my-stack n8n -- true',
  logs: 'logs my-stack',
  monitor: 'monitor my-stack --once',
  plan: 'plan other --config DESK/stack.yaml',
  restore: 'restore my-stack 20260101T000000Z',
  start: 'start my-stack',
  status: 'status my-stack',
  stop: 'stop my-stack',
  update: 'update my-stack',
}

/** A profile that there is not is refused by its name. */
const profiles = Object.fromEntries(
  Object.entries(withProfile).map(([command, line]) => {
    const [own = '', after = ''] = line.split(' -- ')
    const rest = after === '' ? [] : ['--', ...words(after)]
    const flag = ['--profile', 'no-such-profile', ...rest]
    return [
      `${command} --profile`,
      { without: words(own), flag, shows: /no-such-profile/, withPlugin: true } satisfies FlagRow,
    ]
  }),
)

const madeAsFile = 'is made with the backup, readable by its owner alone, and holds neither key nor passphrase'
const broughtAsFile = 'is read by a stack of another account, and put into it with the secrets of its data'

const backups = {
  ...together('backup my-stack --keep 3 --keep-days 9 --progress jsonl', {
    'backup --keep': /SendCommand .*--keep=3\b/,
    'backup --keep-days': /SendCommand .*--days=9\b/,
    'backup --progress': /"operation":"backup"/,
  }),
  'backup --file': { scenario: madeAsFile },
  'backup --passphrase-file': { scenario: madeAsFile },
  'backup download --file': { scenario: 'goes on from where it was when the session breaks off' },
  'backup download --passphrase-file': { scenario: 'goes on from where it was when the session breaks off' },
  'backup download --progress': { scenario: 'is stopped by Ctrl-C, and nothing of it is left' },
  'backup verify --passphrase-file': { scenario: broughtAsFile },
  'restore --passphrase-file': { scenario: broughtAsFile },
  ...together('backup verify my-stack --progress jsonl', { 'backup verify --progress': /"operation":"verify"/ }),
  'restore --yes': { scenario: 'are put back after a yes, with a backup of what was there' },
  'restore --progress': row('restore my-stack 20260101T000000Z', '--progress nonsense', /Expected --progress/),
} satisfies Record<string, FlagRow>

const watching = {
  'logs --service': row('logs my-stack', '--service nothing', /no service "nothing"/),
  'logs --follow': { scenario: 'is followed over a reboot; Ctrl-C ends it at once and without a word' },
  'logs --since': row('logs my-stack', '--since yesterday-ish', /yesterday-ish/),
  'logs --tail': row('logs my-stack', '--tail some', /neither a number up to 9999 nor all/),
  'monitor --once': { scenario: 'looks once, for people and for scripts, with an exit code' },
  'monitor --interval': row('monitor my-stack --once', '--interval 30', /--interval.*--once|--once.*--interval/s),
  'monitor --on-change': row('monitor my-stack --once', '--on-change true', /--on-change.*--once|--once.*--on-change/s),
  'monitor --heal': {
    scenario: 'heals a stack whose instance is gone and silent, which a monitor without --heal only tells',
  },
  // Without it, it forwards until Ctrl-C.
  'forward --profile': {
    ...row('', 'forward my-stack n8n --profile no-such-profile', /no-such-profile/),
    withPlugin: true,
    onlyWith: true,
  },
  'forward --local-port': {
    scenario: 'is refused for a port of this computer that is taken, and for ports that there are not',
  },
  'open --print': { scenario: 'is not needed for the public URL' },
} satisfies Record<string, FlagRow>

const ofThisComputer = {
  'autocomplete --install': row('autocomplete bash', '--install', /Written to/),
  'config --config': row('config', '--config DESK/on-demand.yaml', /on-demand/),
  'config list --config': row('config list', '--config DESK/on-demand.yaml', /on-demand +true/),
  'config get --config': row('config get services', '--config DESK/stack.yaml', /n8n/),
  'config set --config': row(
    'config set region eu-west-1',
    '--config DESK/out/new.yaml',
    /new\.yaml\nregion: eu-west-1/,
  ),
  'config unset --config': row('config unset on-demand', '--config DESK/out/none.yaml', /not set in .*none\.yaml/),
  'config reset --yes': together('config reset --yes', { it: /Nothing is set|defaults now/ })['it'],
  'new --javascript': row('new service hello --output DESK/out/hello', '--javascript', /contribute\.js\n/),
  'new --output': together('new service hello --output DESK/out/there', { it: /out\/there\/package\.json\n/ })['it'],
  'plugins --core': row('plugins', '--core', /@geuse\/plugin-services/),
  'plugins install --allow-look-alike': { scenario: 'installs what looks like ours for whoever knows whose it is' },
  'plugins link --install': row('plugins link DESK/plugin', '--install', /package-lock\.json|npm/),
  'plugins uninstall --yes': { scenario: 'asks before it removes what a stack was deployed with, and names the stack' },
} as const

/** In this order: the last one is the end of the stack. */
const ends = {
  'rollback --profile': row('rollback my-stack', '--profile no-such-profile', /no-such-profile/),
  'rollback --to': row('rollback my-stack', '--to 999', /no revision 999/),
  ...together('rollback my-stack --yes --progress jsonl', {
    'rollback --yes': /"type":"run\.finished"/,
    'rollback --progress': /"type":"run\.started"/,
  }),
  'stop --force': { scenario: 'does not end a spot instance that cannot make its last copies, unless it is told to' },
  ...together('stop my-stack --yes --progress jsonl', {
    'stop --yes': /my-stack is stopped/,
    'stop --progress': /"operation":"stop"/,
  }),
  ...together('start my-stack --progress jsonl', { 'start --progress': /"type":"run\.started"/ }),
  'unlock --yes': row('unlock held', '--yes', /Unlocked; it was held/),
  'destroy --stack-id': row(
    'destroy my-stack',
    '--stack-id 00000000-0000-4000-8000-000000000000',
    /not\s+00000000-0000/,
  ),
  'destroy --delete-data': row('destroy my-stack', '--delete-data', /Loses everything on EFS/),
  ...together('destroy my-stack --force --progress jsonl', {
    'destroy --force': /my-stack is destroyed/,
    'destroy --progress': /"operation":"destroy"/,
  }),
  ...together('destroy other --yes', { 'destroy --yes': /other is destroyed/ }),
} satisfies Record<string, FlagRow>

/** By command and flag. */
export const flagRows: Readonly<Record<string, FlagRow>> = {
  ...everywhere,
  ...profiles,
  ...changing,
  ...backups,
  ...watching,
  ...looks,
  ...ends,
  // Last, as what is linked here has lost its folder by the next row.
  ...(ofThisComputer as Record<string, FlagRow>),
}
