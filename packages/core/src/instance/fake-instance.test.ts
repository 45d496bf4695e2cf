// An instance for the tests of the scripts: real bash, real jq, a folder as its root, and stand-ins on PATH for what
// would reach further. A stand-in notes how it was called and fails where a test says so.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  verbs,
  type AnswerOf,
  type ArgsOf,
  type BootStatus,
  type CallableVerb,
  type Plan,
} from '@geuse/instance-contract'
import { makeBundle, type BundleFile } from './bundle.js'
import { questionOf } from './instance.js'
import { planFiles } from './plan-files.js'
import { packBundle } from './user-data.js'

const standIn = `#!/bin/bash
name=\${0##*/}
printf '%s %s\\n' "$name" "$*" >>"$FAKE/calls"
if [[ -n \${FAKE_FAIL:-} && "$name $*" =~ $FAKE_FAIL ]]; then printf 'refused by the test\\n' >&2; exit 1; fi
out='' last=''
for word in "$@"; do if [[ $last == -o ]]; then out=$word; fi; last=$word; done
case "$name $*" in
  *api/token*) printf token ;;
  *meta-data/instance-id) printf '%s' "\${FAKE_ID:-i-0abc}" ;;
  *meta-data/public-ipv4) printf '%s' "\${FAKE_ADDRESS:-203.0.113.7}" ;;
  *spot/instance-action) [[ -n \${FAKE_SPOT:-} ]] || exit 22; printf '%s' "\$FAKE_SPOT" ;;
  *recommendations/rebalance) [[ -n \${FAKE_REBALANCE:-} ]] || exit 22; printf '%s' "\$FAKE_REBALANCE" ;;
  *meta-data/services/domain) printf amazonaws.com ;;
  'curl '*.sha256) printf '%s *docker-compose\\n' "\${FAKE_SUM:-$(sha256sum <"\${out%.sha256}" | cut -d ' ' -f 1)}" >"$out" ;;
  'curl '*docker-compose-linux-*) printf '#!/bin/bash\\nprintf 5.6.0\\n' >"$out" ;;
  'curl '*http_code*) printf '%s' "\${FAKE_HTTP:-200}" ;;
  'mount '*) mkdir -p "$FAKE/mounts/\${last//\\//_}" ;;
  'mountpoint '*) [[ -d $FAKE/mounts/\${last//\\//_} ]] ;;
  'aws ec2 describe-instances '*) printf '%s' "\${FAKE_STATE-running}" ;;
  'aws ssm '*--query*) cat "$FAKE/store" ;;
  'aws ssm '*) cat "$FAKE/parameters.json" ;;
  'systemd-run '*' python3 '*)
    until [[ $1 == python3 ]]; do shift; done
    "$@" >/dev/null 2>&1 &
    printf '%s' $! >"$FAKE/unit"
    ;;
  'docker image inspect '*) exit 1 ;;
  'docker ps '*) printf 'aa\\nbb\\n' ;;
  'docker inspect '*) printf '/n8n\\trunning\\thealthy\\n/edge\\texited\\tnone\\n' ;;
esac
`

const standIns = ['aws', 'chown', 'curl', 'dnf', 'docker', 'mount', 'mountpoint', 'sleep', 'systemctl', 'systemd-run']

const hasJq = spawnSync('jq', ['--version']).error === undefined

/** Stands behind the title of tests that need jq, and says why they are skipped where there is none. */
export const whereJqIs = hasJq ? '' : ' (skipped: jq is not on PATH; Debian and Ubuntu: apt-get install jq)'

/** A hook for such tests. */
export function skipWithoutJq(this: Mocha.Context): void {
  if (!hasJq) this.skip()
}

/** What a boot ended with. */
export interface Booted {
  readonly code: number | null
  readonly console: string
  readonly status: BootStatus
  /** Every call of a stand-in, in order. */
  readonly calls: readonly string[]
  /** Phases that the instance's tag showed. */
  readonly tags: readonly string[]
}

/** A small stack: two secrets, one template, two waves, one job. */
export const plan: Plan = {
  stack: {
    name: 'my-stack',
    id: '0abc',
    region: 'eu-west-1',
    account: '123456789012',
    file_system_id: 'fs-0123',
    parameter_path: '/geusemaker/my-stack-0abc',
    bundle_path: '/geusemaker/bundles/my-stack-0abc',
    primary: 'web',
    url: 'https://203.0.113.7',
    address: '203.0.113.7',
  },
  services: [
    { service: 'db', format: 'Db 2', images: ['db:2'] },
    { service: 'vectors', images: [] },
    { service: 'web', images: ['web:1'] },
  ],
  directories: [{ path: '/mnt/efs/db/data', uid: 999, mode: 0o700 }],
  secrets: [
    { parameter: 'db/password', file: 'db/password', uid: 999 },
    { parameter: 'web/db', file: 'web/db', uid: 1000 },
    { parameter: 'web/db', file: 'db/for-web-db', uid: 999 },
  ],
  templates: [{ template: 'web/conf.json', file: 'web/conf.json', uid: 1000, mode: 0o400 }],
  images: [
    { image: 'web:1', kind: 'needed' },
    { image: 'db:2', kind: 'needed' },
  ],
  steps: [
    { kind: 'up', containers: ['db', 'vectors'] },
    { kind: 'run', containers: ['db-for-web-db'] },
    { kind: 'up', containers: ['web'] },
  ],
  jobs: [{ service: 'web', job: 'owner', kind: 'wait', script: 'web/owner' }],
  environment: [{ service: 'web', job: 'owner', name: 'EMAIL', value: 'a@example.com' }],
  hooks: [],
  probes: [],
}

/** What belongs to `plan`. */
export const files: readonly BundleFile[] = [
  { path: 'compose.yaml', mode: '0600', text: 'name: geusemaker\n' },
  { path: 'templates/web/conf.json', mode: '0600', text: '{"password": "@@web/db@@"}\n' },
  {
    path: 'scripts/web/owner',
    mode: '0755',
    text: '#!/bin/bash\nprintf "%s|%s|%s" "$GM_SERVICE" "$EMAIL" "$(cat "$GM_SECRETS/db")" >"$FAKE/job"\n',
  },
]

/** Values of the parameters of `plan`. */
export const parameters = { 'db/password': 'Pass1word', 'web/db': 'Web2password' }

/** An instance with a folder as its root. Its bundle is there, and is fetched by its first boot all the same. */
export class FakeInstance {
  readonly root = mkdtempSync(join(tmpdir(), 'gm-instance-'))
  readonly bundle: string

  constructor(change: Partial<Plan> = {}, own: readonly BundleFile[] = files) {
    const bundle = makeBundle([...own, ...planFiles({ ...plan, ...change })])
    this.bundle = join(this.root, 'opt/geusemaker', bundle.hash)
    for (const { path, mode, text } of bundle.files) this.write(join(this.bundle, path), text, Number.parseInt(mode, 8))
    this.write(`${this.bundle}.sha256`, bundle.sha256, 0o600)
    symlinkSync(bundle.hash, join(this.root, 'opt/geusemaker/current'))
    this.keep(packBundle(bundle).parts)
    this.write(join(this.root, 'stand-in'), standIn, 0o755)
    mkdirSync(join(this.root, 'bin'))
    for (const name of standIns) symlinkSync('../stand-in', join(this.root, 'bin', name))
    this.store(parameters)
  }

  /** @param parts of the bundle that the parameter store has, last one first: a page has no order */
  keep(parts: readonly string[]): void {
    const rows = parts.map((part, at) => `/geusemaker/bundles/my-stack-0abc/x/0${at + 1}\t${part}\n`)
    this.write(join(this.root, 'store'), rows.toReversed().join(''), 0o600)
  }

  /** @param values of parameters, by what follows the path */
  store(values: Readonly<Record<string, string>>): void {
    const all = Object.entries(values).map(([name, Value]) => ({ Name: `/geusemaker/my-stack-0abc/${name}`, Value }))
    this.write(join(this.root, 'parameters.json'), JSON.stringify({ Parameters: all }), 0o600)
  }

  /** Boots. @param environment e.g. `FAKE_FAIL`: a pattern of calls that fail */
  boot(environment: Readonly<Record<string, string>> = {}): Booted {
    return this.bootFrom(this.bundle, environment)
  }

  /** Boots whatever bundle is in force. */
  bootCurrent(environment: Readonly<Record<string, string>> = {}): Booted {
    return this.bootFrom(join(this.root, 'opt/geusemaker/current'), environment)
  }

  private bootFrom(bundle: string, environment: Readonly<Record<string, string>>): Booted {
    const { status: code, stdout } = this.bash([join(bundle, 'gm-boot')], environment)
    const calls = this.calls()
    const tags = calls.flatMap((call) => /Key=geusemaker:phase,Value=(\S+)/.exec(call)?.[1] ?? [])
    return { code, console: stdout, status: this.ask('status'), calls, tags }
  }

  /** Has the other's file system as its own. */
  shareFiles(other: FakeInstance): void {
    mkdirSync(join(other.root, 'mnt/efs'), { recursive: true })
    mkdirSync(join(this.root, 'mnt'), { recursive: true })
    symlinkSync(join(other.root, 'mnt/efs'), join(this.root, 'mnt/efs'))
  }

  /** Watches for some rounds. */
  watch(rounds: number, environment: Readonly<Record<string, string>> = {}) {
    return this.bash([join(this.bundle, 'gm-watch')], { GM_ROUNDS: String(rounds), ...environment })
  }

  /** Begins to watch, until it is ended. */
  startWatch(): ChildProcess {
    return spawn('bash', [join(this.bundle, 'gm-watch')], { env: this.environment({}), stdio: 'ignore' })
  }

  /** @returns what `gmctl` answers */
  ask<V extends CallableVerb>(
    verb: V,
    environment: Readonly<Record<string, string>> = {},
    args?: ArgsOf<V>,
  ): AnswerOf<V> {
    return verbs[verb].answer.parse(JSON.parse(this.command(questionOf(verb, args), environment).stdout)) as AnswerOf<V>
  }

  /** Runs a script as the SSM agent does. */
  command(script: string, environment: Readonly<Record<string, string>> = {}) {
    return this.bash(
      ['-c', script.replaceAll('/opt/geusemaker/current', join(this.root, 'opt/geusemaker/current'))],
      environment,
    )
  }

  /** @returns text of a file below the root, or undefined */
  read(path: string): string | undefined {
    const full = join(this.root, path)
    return existsSync(full) ? readFileSync(full, 'utf8') : undefined
  }

  /** @returns calls of stand-ins so far */
  calls(): string[] {
    return (this.read('calls') ?? '').split('\n').filter((line) => line !== '')
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  private bash(words: readonly string[], environment: Readonly<Record<string, string>>) {
    return spawnSync('bash', words, { encoding: 'utf8', env: this.environment(environment), timeout: 60_000 })
  }

  private environment(more: Readonly<Record<string, string>>): Record<string, string> {
    const path = `${join(this.root, 'bin')}:/usr/local/bin:/usr/bin:/bin`
    return { PATH: path, GM_ROOT: this.root, FAKE: this.root, ...more }
  }

  private write(path: string, text: string, mode: number): void {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    chmodSync(path, mode)
  }
}
