// What is published runs where it is installed: the files that npm packs, beside nothing but the dependencies that
// package.json names.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CliSandbox } from './support/cli-sandbox.js'
import { root } from './support/test-account.js'

interface Manifest {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

interface Bundle {
  readonly outputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >
}

/** oclif looks for these where it runs TypeScript, which gm never lets it. */
const compilers = ['typescript', 'tsx', 'ts-node']

describe('the package', function () {
  this.timeout(30_000)
  let sandbox: CliSandbox
  let manifest: Manifest
  let files: readonly string[]
  before(async () => {
    sandbox = await CliSandbox.open()
    manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest
    files = await packed()
  })
  after(() => sandbox.close())

  it('holds what is run, and nothing of the build', () => {
    expect(files).to.include.members([
      'bin/gm.js',
      'dist/bundle/run.mjs',
      'dist/bundle/plugins.json',
      'oclif.manifest.json',
    ])
    expect(
      files.filter((file) => /\.map$|\.test\.|meta\.json$|^(src|scripts|packages|test)\//.test(file)),
    ).to.deep.equal([])
  })

  it('imports nothing that is not in it', async () => {
    const { outputs } = JSON.parse(await readFile(join(root, 'dist/bundle/meta.json'), 'utf8')) as Bundle
    const imported = Object.values(outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external === true),
    )
    const foreign = imported.map(({ path }) => path).filter((path) => !isBuiltin(path) && !compilers.includes(path))
    expect(foreign).to.deep.equal([])
  })

  it('runs where it is installed, from another folder', async () => {
    const folder = join(sandbox.folder, 'node_modules', '@geuse', 'cli')
    for (const file of files) await cp(join(root, file), join(folder, file))
    for (const name of Object.keys(manifest.dependencies)) {
      const link = join(sandbox.folder, 'node_modules', name)
      await mkdir(dirname(link), { recursive: true })
      await symlink(join(root, 'node_modules', name), link)
    }
    for (const [args, expected] of [
      ['--version', `gm ${manifest.version} `],
      ['list', 'gm deploy'],
      ['services', 'n8n'],
      ['deploy --help', '--instance-type'],
      ['plugins', 'No plugins are installed'],
    ] as const) {
      const ended = await sandbox.node([join(folder, 'bin/gm.js'), ...args.split(' ')], {}, sandbox.folder)
      expect(ended, args).to.include({ code: 0, stderr: '' })
      expect(ended.stdout, args).to.contain(expected)
    }
  })
})

/** @returns the files of the package, as npm lists them */
async function packed(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
  })
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
  return files.map(({ path }) => path)
}
