// The scripts in real bash, with stand-ins for what would reach further: what they ask for, that no secret is in an
// argument, and that a second run changes nothing.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

function path(script: string) {
  return fileURLToPath(new URL(`./${script}`, import.meta.url))
}

const password = 'Very1secret'
const hasJq = spawnSync('jq', ['--version']).error === undefined

describe('scripts of the services', function () {
  this.timeout(20_000)
  let folder: string
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '')
  const standIn = (name: string, body: string) => {
    writeFileSync(join(folder, 'bin', name), `#!/bin/bash\nprintf '${name} %s\\n' "$*" >>"$FOLDER/calls"\n${body}\n`)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  const run = (script: string, environment: Readonly<Record<string, string>> = {}) =>
    spawnSync('bash', [path(script)], {
      encoding: 'utf8',
      env: {
        PATH: `${folder}/bin:/usr/local/bin:/usr/bin:/bin`,
        FOLDER: folder,
        GM_SECRETS: folder,
        GM_FILES: folder,
        ...environment,
      },
    })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gm-scripts-'))
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'owner-password'), password)
    writeFileSync(join(folder, 'credentials.json'), '[]\n')
    standIn('sleep', '')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  for (const script of [
    'n8n/owner.sh',
    'n8n/credentials.sh',
    'ollama/models.sh',
    'postgres/backup.sh',
    'postgres/provision-database.sh',
    'postgres/restore.sh',
    'postgres/verify.sh',
    'qdrant/checkpoint.sh',
    'qdrant/restore.sh',
  ]) {
    it(`${script} has nothing that shellcheck finds (skipped where it is not on PATH)`, function () {
      if (spawnSync('shellcheck', ['--version']).error !== undefined) this.skip()
      expect(spawnSync('shellcheck', [path(script)], { encoding: 'utf8' })).to.include({ stdout: '', status: 0 })
    })
  }

  describe(`n8n/owner.sh${hasJq ? '' : ' (skipped: jq is not on PATH; Debian and Ubuntu: apt-get install jq)'}`, () => {
    before(function () {
      if (!hasJq) this.skip()
    })
    const owner = { OWNER_EMAIL: 'a"b@example.com', OWNER_FIRST_NAME: '$(id)', OWNER_LAST_NAME: "O'Neill" }
    const answers = (body: string, code: number) =>
      standIn('curl', `cat >"$FOLDER/sent"; printf '%s\\n%s' '${body}' ${code}`)

    it('claims n8n with what was asked for', () => {
      answers('{}', 200)
      const { status, stdout } = run('n8n/owner.sh', owner)
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: 'n8n has its owner now\n' })
      expect(JSON.parse(read('sent'))).to.deep.equal({
        email: 'a"b@example.com',
        firstName: '$(id)',
        lastName: "O'Neill",
        password,
      })
      expect(read('calls')).not.to.contain(password)
    })

    it('is content with an owner who is there', () => {
      answers('{"message":"Instance owner already setup"}', 400)
      expect(run('n8n/owner.sh', owner)).to.include({ status: 0, stdout: 'n8n had its owner before\n' })
    })

    it('tries again, and at last says what it was told', () => {
      answers('{"message":"Password must contain a number"}', 400)
      const { status, stderr } = run('n8n/owner.sh', owner)
      expect(status).to.equal(1)
      expect(stderr).to.match(/HTTP 400 .*Password must contain/)
      expect(read('calls').match(/^curl/gm)).to.have.length(6)
    })

    it('goes on when n8n does not answer at first', () => {
      standIn(
        'curl',
        `cat >/dev/null; n=$(cat "$FOLDER/n" 2>/dev/null || echo 0); echo $((n + 1)) >"$FOLDER/n"; [[ $n -ge 2 ]] || exit 7; printf '{}\\n200'`,
      )
      expect(run('n8n/owner.sh', owner).status).to.equal(0)
    })
  })

  describe('n8n/credentials.sh', () => {
    const docker = (importing = '') =>
      standIn(
        'docker',
        `case "$*" in *' sh '*) cat >"$FOLDER/marker" ;; *' cat '*) cat "$FOLDER/marker" 2>/dev/null ;; *import*) ${importing || ':'} ;; esac`,
      )

    it('reads the file once, and again only when it has changed', () => {
      docker()
      expect(run('n8n/credentials.sh').status).to.equal(0)
      expect(run('n8n/credentials.sh').stdout).to.equal('credentials are as they were\n')
      expect(read('calls').match(/import:credentials --input=\/run\/files\/credentials.json/g)).to.have.length(1)
      writeFileSync(join(folder, 'credentials.json'), '[{}]\n')
      run('n8n/credentials.sh')
      expect(read('calls').match(/import:credentials/g)).to.have.length(2)
    })

    it('remembers nothing when n8n did not read it', () => {
      docker('exit 1')
      expect(run('n8n/credentials.sh').status).to.equal(1)
      expect(read('marker')).to.equal('')
    })
  })

  describe(`ollama/models.sh${hasJq ? '' : ' (skipped: jq is not on PATH)'}`, () => {
    const pull = (models: string) => {
      const answers = {
        'llama3.2:1b':
          '{"status":"pulling manifest"}\n{"status":"pulling a","total":8,"completed":3}\n{"status":"success"}',
        'b/c': '{"status":"pulling b","total":4}\n{"status":"success"}',
        gone: '{"status":"pulling manifest"}\n{"error":"pull model manifest: file does not exist"}',
      }
      for (const [name, answer] of Object.entries(answers))
        writeFileSync(join(folder, `answer-${name.replace('/', '-')}`), `${answer}\n`)
      standIn(
        'curl',
        `model=$(jq -r .model <<<"$5"); printf '%s\n' "$model" >>"$FOLDER/asked"; cat "$FOLDER/answer-$(tr / - <<<"$model")"`,
      )
      const told = join(folder, 'progress')
      return { ...run('ollama/models.sh', { MODELS: models, GM_PROGRESS: told }), told: read('progress') }
    }
    before(function () {
      if (!hasJq) this.skip()
    })

    it('asks for one model after another, and tells how far it is', () => {
      expect(pull('llama3.2:1b b/c')).to.include({ status: 0, stderr: '', told: '- b/c: success\n' })
      expect(read('asked')).to.equal('llama3.2:1b\nb/c\n')
    })

    it('tells why one could not be pulled, goes on with the next, and fails', () => {
      expect(pull('gone b/c')).to.include({ status: 1, told: '- b/c: success\n' })
      expect(pull('gone')).to.include({ status: 1, told: '- gone: pull model manifest: file does not exist\n' })
    })

    it('fails when Ollama does not answer, or stops before it is done', () => {
      expect(pull('nothing').status).to.equal(1)
    })

    it('does nothing where no model is asked for', () => {
      expect(pull('')).to.include({ status: 0, told: '' })
      expect(read('asked')).to.equal('')
    })
  })

  describe('qdrant/checkpoint.sh and qdrant/restore.sh', () => {
    const snapshots = 'mnt/efs/qdrant/snapshots'
    const place = () => ({ GM_ROOT: folder, GM_CHECKPOINT: join(folder, 'copy'), GM_DATA: join(folder, 'data') })
    /** As Qdrant answers; it writes a snapshot where its folder is. */
    const qdrant = `
      url="\${!#}"
      cat "$3" >/dev/null 2>&1 || true
      case "$url" in
        *:6333/aliases) printf '%s' '{"result":{"aliases":[{"alias_name":"a","collection_name":"my docs"}]}}' ;;
        *:6333/collections) printf '%s' '{"result":{"collections":[{"name":"my docs"},{"name":"b"}]}}' ;;
        *my%20docs/snapshots) mkdir -p "$GM_ROOT/${snapshots}/my docs"; echo one >"$GM_ROOT/${snapshots}/my docs/s1"; printf '{"result":{"name":"s1"}}' ;;
        */b/snapshots) mkdir -p "$GM_ROOT/${snapshots}/b"; echo two >"$GM_ROOT/${snapshots}/b/s2"; printf '{"result":{"name":"s2"}}' ;;
        */recover) cat "$GM_ROOT/${snapshots}/restore/snapshot" >>"$FOLDER/recovered"; printf '{"result":true}' ;;
        */collections/aliases) printf '{"result":true}' ;;
      esac`
    beforeEach(() => {
      for (const each of [snapshots, 'copy', 'data/storage/old']) mkdirSync(join(folder, each), { recursive: true })
      writeFileSync(join(folder, 'api-key'), password)
      standIn('curl', qdrant)
      standIn('docker', '')
    })

    it('move a snapshot of every collection into the checkpoint, with the aliases', () => {
      expect(run('qdrant/checkpoint.sh', place())).to.include({ status: 0, stderr: '' })
      expect([read('copy/my%20docs/snapshot'), read('copy/b/snapshot')]).to.deep.equal(['one\n', 'two\n'])
      expect(read('copy/aliases.json')).to.contain('my docs')
      expect(read(`${snapshots}/b/s2`)).to.equal('')
      expect(read('calls')).not.to.contain(password)
    })

    it('give an empty Qdrant every collection back, then the aliases', () => {
      run('qdrant/checkpoint.sh', place())
      writeFileSync(join(folder, 'calls'), '')
      expect(run('qdrant/restore.sh', place())).to.include({ status: 0, stderr: '' })
      expect(existsSync(join(folder, 'data/storage/old'))).to.equal(false)
      expect(read('recovered')).to.equal('two\none\n')
      const order = read('calls')
        .split('\n')
        .flatMap((call) => /docker compose (\w+)|6333(\/.*)$/.exec(call)?.slice(1).find(Boolean) ?? [])
      expect(order).to.deep.equal([
        'rm',
        'up',
        '/collections/b/snapshots/recover',
        '/collections/my%20docs/snapshots/recover',
        '/collections/aliases',
      ])
      expect(read('calls')).to.contain('{"actions":[{"create_alias":{"collection_name":"my docs","alias_name":"a"}}]}')
      expect(existsSync(join(folder, snapshots, 'restore'))).to.equal(false)
    })

    for (const script of ['qdrant/checkpoint.sh', 'qdrant/restore.sh']) {
      it(`${script} fails when Qdrant does`, () => {
        run('qdrant/checkpoint.sh', place())
        standIn('curl', 'printf refused >&2; exit 22')
        expect(run(script, place()).status).not.to.equal(0)
      })
    }
  })

  describe('postgres/provision-database.sh', () => {
    it('fails without its superuser password, before it asks the server', () => {
      standIn('psql', '')
      expect(run('postgres/provision-database.sh').status).to.equal(1)
      expect(read('calls')).to.equal('')
    })
  })
})
