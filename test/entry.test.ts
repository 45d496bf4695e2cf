// The entry as a process: from any folder, under any Node, with a reader that leaves early.
import { expect } from 'chai'
import { spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entry = join(root, 'bin/gm.js')

function gm(args: readonly string[], file = entry) {
  return spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' })
}

/** A script that does what the entry does on a Node that is too old. */
function underNewerNode(script: string): string {
  const module = pathToFileURL(join(root, 'bin/newer-node.js')).href
  return `import { runUnderNewerNode } from ${JSON.stringify(module)}\nawait runUnderNewerNode(new URL(${JSON.stringify(pathToFileURL(script).href)}))`
}

describe('the entry', function () {
  this.timeout(20_000)
  let folder: string
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'gm is here ')))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  for (const word of ['--version', '-v', 'version', 'version --debug']) {
    it(`says its name and version: ${word}`, () => {
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
      const { stdout, status } = gm(word.split(' '))
      expect(stdout).to.equal(`gm ${version} (Node.js ${process.versions.node}, ${process.platform}-${process.arch})\n`)
      expect(status).to.equal(0)
      expect(JSON.parse(gm([...word.split(' '), '--json']).stdout)).to.include({ gm: version })
    })
  }

  it('runs from a path with spaces', () => {
    for (const name of ['bin', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true })
    for (const name of ['node_modules', 'dist']) symlinkSync(join(root, name), join(folder, name))
    const { status, stdout } = gm(['help'], join(folder, 'bin/gm.js'))
    expect(stdout).to.contain('USAGE')
    expect(status).to.equal(0)
  })

  it('ends well when nobody reads to the end', async () => {
    const child = spawn(process.execPath, [entry, 'help'], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let said = ''
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, said }).to.deep.equal({ code: 0, said: '' })
  })

  it('keeps its exit code when nobody reads stderr', async () => {
    const child = spawn(process.execPath, [entry, 'status', 'Misnamed'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, GEUSEMAKER_HOME: folder },
    })
    child.stderr.destroy()
    expect(await new Promise((resolve) => child.on('close', resolve))).to.equal(2)
  })

  for (const args of [['list'], ['list', '--json'], ['--version']]) {
    it(`says in one line that its output could not be written: ${args.join(' ')}`, function () {
      if (!existsSync('/dev/full')) return this.skip()
      const full = openSync('/dev/full', 'w')
      const { status, stderr } = spawnSync(process.execPath, [entry, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
        env: { ...process.env, GEUSEMAKER_HOME: folder },
      })
      closeSync(full)
      expect(stderr).to.match(/^✗ the output could not be written: ENOSPC.*\n$/)
      expect(status).to.equal(2)
    })
  }

  it('goes on under the Node that came along where its own is too old', () => {
    const script = join(folder, 'says.js')
    writeFileSync(script, 'console.log(process.argv.slice(2).join("|")); process.exitCode = 7')
    writeFileSync(join(folder, 'old.mjs'), underNewerNode(script))
    const { status, stdout } = spawnSync(process.execPath, [join(folder, 'old.mjs'), 'deploy', 'a b'], {
      encoding: 'utf8',
    })
    expect({ status, stdout }).to.deep.equal({ status: 7, stdout: 'deploy|a b\n' })
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`hands ${signal} on, and waits for how the command ends`, async () => {
      const script = join(folder, 'waits.js')
      writeFileSync(
        script,
        `process.on('${signal}', () => process.exit(130)); setInterval(() => {}, 1000); console.log('ready')`,
      )
      writeFileSync(join(folder, 'old.mjs'), underNewerNode(script))
      const child = spawn(process.execPath, [join(folder, 'old.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
      child.stdout.once('data', () => child.kill(signal))
      expect(await new Promise((resolve) => child.on('close', resolve))).to.equal(130)
    })
  }

  it('knows which versions of Node are new enough', async () => {
    const { floor, isNewEnough } = (await import(pathToFileURL(join(root, 'bin/node-floor.js')).href)) as {
      floor: string
      isNewEnough(version: string): boolean
    }
    const { engines } = (await import(pathToFileURL(join(root, 'package.json')).href, { with: { type: 'json' } }))
      .default as { engines: { node: string } }
    expect(engines.node).to.equal(`>=${floor}`)
    expect(['22.22.2', '22.22.10', '22.23.0', '24.0.0'].map(isNewEnough)).to.deep.equal([true, true, true, true])
    expect(['22.22.1', '22.9.9', '20.20.2', '8.0.0'].map(isNewEnough)).to.deep.equal([false, false, false, false])
  })
})
