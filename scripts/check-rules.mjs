// Rules that never fire prove nothing: in a copy of the sources, one violation of each kind is made, and each tool
// must name the file in which it is.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { node, root } from './root.mjs'

/** Each tool: how it is asked about files, and how it names a rule and a file in its answer. */
const tools = {
  format: {
    command: (paths) => ['node_modules/prettier/bin/prettier.cjs', '--list-different', ...paths],
    found: (text) =>
      text
        .split('\n')
        .filter((path) => path !== '')
        .map((path) => `format ${path}`),
  },
  lint: {
    command: (paths) => ['node_modules/eslint/bin/eslint.js', '--no-warn-ignored', '--format', 'json', ...paths],
    found: (text) =>
      JSON.parse(text).flatMap(({ filePath, messages }) =>
        messages.map(({ ruleId }) => `${ruleId} ${relative(realpathSync(copy), filePath)}`),
      ),
  },
  layers: {
    command: (paths) => [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      ...paths,
    ],
    found: (text) =>
      JSON.parse(text).summary.violations.flatMap(({ rule, from, cycle = [] }) =>
        [from, ...cycle.map(({ name }) => name)].map((path) => `${rule.name} ${path}`),
      ),
  },
  'dead code': {
    command: () => ['node_modules/knip/bin/knip.js', '--no-config-hints', '--no-exit-code', '--reporter', 'json'],
    found: (text) =>
      JSON.parse(text).issues.flatMap(({ file, ...kinds }) =>
        Object.keys(kinds)
          .filter((kind) => kinds[kind].length > 0)
          .map((kind) => `${kind} ${file}`),
      ),
  },
}

const why = '// Seeded to see a rule fire.\n'
const long = `${why}/** Seeded. */\nexport function seeded(): void {\n${'  void 0\n'.repeat(40)}}\n`
const branches = `${why}/** Seeded. */\nexport function seeded(n: number): number {\n${Array.from({ length: 11 }, (_, index) => `  if (n === ${index}) return ${index}\n`).join('')}  return n\n}\n`

function value(text) {
  return `${why}/** Seeded. */\nexport const seeded = ${text}\n`
}

function uses(path) {
  return `${why}import * as other from '${path}'\n/** Seeded. */\nexport const seeded = other\n`
}

function core(folder) {
  return `packages/core/src/${folder}`
}

/**
 * A folder gets `seeded-<n>.ts` with the text; `neighbours` are files that the text needs, by their paths: they call it
 * `@seeded`.
 */
function seed(tool, rule, folder, text, neighbours = {}) {
  return { tool, rule, folder, text, neighbours }
}

/** One violation of each kind. */
const seeds = [
  seed('format', 'format', core('state'), value('[1,2]')),
  seed('lint', 'no-console', core('engine'), value('console.log')),
  seed('lint', 'no-restricted-properties', core('aws'), value('process.env')),
  seed('lint', 'no-restricted-properties', core('state'), value('process.stdout')),
  seed('lint', 'no-restricted-properties', core('app'), value('process.exit')),
  seed('lint', 'no-restricted-properties', 'packages/sandbox/src', value('process.env')),
  seed('lint', 'no-restricted-syntax', 'packages/sandbox/src', value('(n: number): number => n + 1')),
  seed('lint', 'max-lines-per-function', core('compose'), long),
  seed('lint', 'max-lines', core('cost'), `${why}${'\n'.repeat(260)}`),
  seed('lint', 'complexity', core('health'), branches),
  seed('lint', 'no-restricted-syntax', core('instance'), `${why}export default 1\n`),
  seed('lint', 'geuse/opens-with-why', core('ui'), 'export const seeded = 1\n'),
  seed('lint', 'geuse/documented-exports', core('ui'), `${why}export const seeded = 1\n`),
  seed('lint', '@typescript-eslint/no-non-null-assertion', core('aws'), value('[1][0]!')),
  seed(
    'lint',
    '@typescript-eslint/consistent-type-imports',
    core('state'),
    `${why}import { Stage } from '@geuse/plugin-api'\n/** Seeded. */\nexport const seeded: Stage = 'network'\n`,
  ),
  seed(
    'lint',
    '@typescript-eslint/no-floating-promises',
    core('engine'),
    `${why}/** Seeded. */\nexport function seeded(): void {\n  Promise.resolve()\n}\n`,
  ),
  seed('layers', 'contributions-stands-alone', core('contributions'), uses('../state/neighbour.js'), {
    [core('state/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'state-stands-alone', core('state'), uses('../engine/neighbour.js'), {
    [core('engine/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'output-is-data', core('output'), uses('../ui/neighbour.js'), {
    [core('ui/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'output-by-its-types', core('app'), uses('../output/neighbour.js'), {
    [core('output/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'instance-contract-imports-nothing', 'packages/instance-contract/src', uses('@geuse/plugin-api')),
  seed('layers', 'engine-reaches-nothing', core('engine'), uses('node:fs')),
  seed('layers', 'engine-uses-lower-layers-only', core('engine'), uses('../aws/neighbour.js'), {
    [core('aws/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'stack-is-pure', core('stack'), uses('../app/neighbour.js'), {
    [core('app/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'sdk-in-aws-only', core('app'), uses('@aws-sdk/client-ec2')),
  seed('layers', 'screen-in-ui-only', core('app'), uses('inquirer')),
  seed('layers', 'container-only-knows-tsyringe', core('app'), uses('tsyringe')),
  seed('layers', 'plugins-import-plugin-api-only', 'packages/plugin-services/src', uses('@geuse/core')),
  seed('layers', 'sandbox-shares-no-code', 'packages/sandbox/src', uses('@geuse/core')),
  seed('layers', 'host-uses-core-by-its-entries', 'src', uses('../packages/core/src/state/neighbour.js'), {
    [core('state/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'no-cycles', core('health'), uses('./neighbour.js'), {
    [core('health/neighbour.ts')]: uses('./@seeded.js'),
  }),
  seed('layers', 'config-is-pure', core('config'), uses('../app/neighbour.js'), {
    [core('app/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'log-uses-lower-layers-only', core('log'), uses('../app/neighbour.js'), {
    [core('app/neighbour.ts')]: value('1'),
  }),
  seed('layers', 'no-lost-imports', core('app'), uses('./nowhere.js')),
  seed('dead code', 'exports', core('app'), value('1'), {
    [core('app/neighbour.test.ts')]: `${why}import './@seeded.js'\n`,
  }),
  seed('dead code', 'files', core('app'), value('1')),
].map((sown, index) => ({ ...sown, path: `${sown.folder}/seeded-${index}.ts` }))

const copy = mkdtempSync(join(tmpdir(), 'gm rules '))
try {
  copySources()
  sow()
  const found = new Set(Object.keys(tools).flatMap(ask))
  const silent = seeds.filter(({ rule, path }) => !found.has(`${rule} ${path}`))
  for (const { rule, path, text } of silent) process.stderr.write(`${rule} does not see ${path}:\n${text}\n`)
  process.stderr.write(`${seeds.length - silent.length} of ${seeds.length} violations are caught\n`)
  process.exitCode = silent.length > 0 ? 1 : 0
} finally {
  rmSync(copy, { recursive: true, force: true })
}

/** What the tools look at; modules are the original's. */
function copySources() {
  const names = readdirSync(root).filter((name) => !['node_modules', 'dist', '.git', 'coverage', 'test'].includes(name))
  for (const name of names)
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/\/node_modules$|\.test\.ts$/.test(path),
    })
  linkModules()
  for (const path of readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'node_modules'))) {
    if (existsSync(join(root, path))) symlinkSync(join(root, path), join(copy, path))
  }
}

/** Of the repository's own packages the copies, so that their paths are as they are there. */
function linkModules() {
  const own = join('node_modules', '@geuse')
  mkdirSync(join(copy, own), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@geuse') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  for (const name of readdirSync(join(root, own)))
    symlinkSync(readlinkSync(join(root, own, name)), join(copy, own, name))
}

function sow() {
  for (const { path, text, neighbours } of seeds) {
    write(path, text)
    for (const [neighbour, needs] of Object.entries(neighbours))
      write(neighbour, needs.replaceAll('@seeded', basename(path, '.ts')))
  }
}

function write(path, text) {
  mkdirSync(dirname(join(copy, path)), { recursive: true })
  writeFileSync(join(copy, path), text)
}

/** @returns what one tool found, as `<rule> <path>` */
function ask(name) {
  const paths = seeds.filter(({ tool }) => tool === name).map(({ path }) => path)
  const { stdout, stderr } = spawnSync(node, tools[name].command(paths), {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  try {
    return tools[name].found(stdout)
  } catch {
    process.stderr.write(`${name} could not be asked:\n${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}\n`)
    return []
  }
}
