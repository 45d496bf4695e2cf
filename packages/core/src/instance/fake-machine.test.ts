// A machine for the tests of the scripts: real bash, real jq, a folder as its root, and stand-ins on PATH for what
// would reach further. A stand-in notes how it was called and fails where a test says so.
import { spawnSync } from 'node:child_process'
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
import { readBootStatus, type BootStatus } from './boot-status.js'
import { makeBundle, type BundleFile } from './bundle.js'
import { planTables, type PlanTables } from './plan-tables.js'

const standIn = `#!/bin/bash
name=\${0##*/}
printf '%s %s\\n' "$name" "$*" >>"$FAKE/calls"
if [[ -n \${FAKE_FAIL:-} && "$name $*" =~ $FAKE_FAIL ]]; then printf 'refused by the test\\n' >&2; exit 1; fi
out='' last=''
for word in "$@"; do if [[ $last == -o ]]; then out=$word; fi; last=$word; done
case "$name $*" in
  *api/token*) printf token ;;
  *meta-data/instance-id) printf i-0abc ;;
  *meta-data/public-ipv4) printf '%s' "\${FAKE_ADDRESS:-203.0.113.7}" ;;
  *meta-data/services/domain) printf amazonaws.com ;;
  'curl '*.sha256) printf '%s *docker-compose\\n' "\${FAKE_SUM:-$(sha256sum <"\${out%.sha256}" | cut -d ' ' -f 1)}" >"$out" ;;
  'curl '*docker-compose-linux-*) printf '#!/bin/bash\\nprintf 5.6.0\\n' >"$out" ;;
  'curl '*http_code*) printf '%s' "\${FAKE_HTTP:-200}" ;;
  'mount '*) mkdir -p "$FAKE/mounts/\${last//\\//_}" ;;
  'mountpoint '*) [[ -d $FAKE/mounts/\${last//\\//_} ]] ;;
  'aws ssm '*) cat "$FAKE/parameters.json" ;;
  'docker image inspect '*) exit 1 ;;
  'docker ps '*) printf 'aa\\nbb\\n' ;;
  'docker inspect '*) printf '/n8n\\trunning\\thealthy\\n/edge\\texited\\tnone\\n' ;;
esac
`

const standIns = ['aws', 'chown', 'curl', 'dnf', 'docker', 'mount', 'mountpoint', 'sleep', 'systemctl', 'systemd-run']

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
export const tables: PlanTables = {
  stack: [
    ['name', 'my-stack'],
    ['region', 'eu-west-1'],
    ['file_system_id', 'fs-0123'],
    ['parameter_path', '/geusemaker/my-stack-0abc'],
    ['address', '203.0.113.7'],
  ],
  directories: [['/mnt/efs/db/data', 999, '0700']],
  secrets: [
    ['db/password', 'db/password', 999],
    ['web/db', 'web/db', 1000],
    ['web/db', 'db/for-web-db', 999],
  ],
  templates: [['web/conf.json', 'web/conf.json', 1000, '0400']],
  images: [
    ['web:1', 'needed'],
    ['db:2', 'needed'],
  ],
  steps: [
    ['up', 'db', 'vectors'],
    ['run', 'db-for-web-db'],
    ['up', 'web'],
  ],
  jobs: [['web', 'owner', 'wait', 'web/owner']],
  environment: [['web', 'owner', 'EMAIL', 'a@example.com']],
  probes: [],
}

/** What belongs to `tables`. */
export const files: readonly BundleFile[] = [
  { path: 'compose.yaml', mode: '0600', text: 'name: geusemaker\n' },
  { path: 'templates/web/conf.json', mode: '0600', text: '{"password": "@@web/db@@"}\n' },
  {
    path: 'scripts/web/owner',
    mode: '0755',
    text: '#!/bin/bash\nprintf "%s|%s|%s" "$GM_SERVICE" "$EMAIL" "$(cat "$GM_SECRETS/db")" >"$FAKE/job"\n',
  },
]

/** Values of the parameters of `tables`. */
export const parameters = { 'db/password': 'Pass1word', 'web/db': 'Web2password' }

/** A machine with a folder as its root. */
export class FakeMachine {
  readonly root = mkdtempSync(join(tmpdir(), 'gm-machine-'))
  readonly bundle: string

  constructor(plan: Partial<PlanTables> = {}, own: readonly BundleFile[] = files) {
    const bundle = makeBundle([...own, ...planTables({ ...tables, ...plan })])
    this.bundle = join(this.root, 'opt/geusemaker', bundle.hash)
    for (const { path, mode, text } of bundle.files) this.write(join(this.bundle, path), text, Number.parseInt(mode, 8))
    this.write(join(this.root, 'stand-in'), standIn, 0o755)
    mkdirSync(join(this.root, 'bin'))
    for (const name of standIns) symlinkSync('../stand-in', join(this.root, 'bin', name))
    this.store(parameters)
  }

  /** @param values of parameters, by what follows the path */
  store(values: Readonly<Record<string, string>>): void {
    const all = Object.entries(values).map(([name, Value]) => ({ Name: `/geusemaker/my-stack-0abc/${name}`, Value }))
    this.write(join(this.root, 'parameters.json'), JSON.stringify({ Parameters: all }), 0o600)
  }

  /** Boots. @param environment e.g. `FAKE_FAIL`: a pattern of calls that fail */
  boot(environment: Readonly<Record<string, string>> = {}): Booted {
    const { status: code, stdout } = this.run('gm-boot', [], environment)
    const calls = this.calls()
    const tags = calls.flatMap((call) => /Key=geusemaker:phase,Value=(\S+)/.exec(call)?.[1] ?? [])
    return { code, console: stdout, status: readBootStatus(this.ask('status')), calls, tags }
  }

  /** @returns what `gmctl` says */
  ask(question: string, environment: Readonly<Record<string, string>> = {}): string {
    return this.run('gmctl', [question], environment).stdout
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

  private run(script: string, words: readonly string[], environment: Readonly<Record<string, string>>) {
    const path = `${join(this.root, 'bin')}:/usr/local/bin:/usr/bin:/bin`
    const env = { PATH: path, GM_ROOT: this.root, FAKE: this.root, ...environment }
    return spawnSync('bash', [join(this.bundle, script), ...words], { encoding: 'utf8', env, timeout: 60_000 })
  }

  private write(path: string, text: string, mode: number): void {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    chmodSync(path, mode)
  }
}
