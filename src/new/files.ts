// What `gm new` writes: a package that can be tested, packed and published as it is.
import { apiVersion } from '@geuse/plugin-api'
import { serviceSource } from './service-template.js'
import { tierSource } from './tier-template.js'

/** Kinds of plugins that are begun for somebody. */
export const kinds = ['service', 'tier'] as const
/** One of `kinds`. */
export type Kind = (typeof kinds)[number]

/** What is to be begun. */
export interface Beginning {
  readonly kind: Kind
  /** Of the service or the tier, kebab-case. */
  readonly id: string
  /** Plain JavaScript, without a compiler. */
  readonly javascript: boolean
  /** Of gm, with which it is to be tested. */
  readonly version: string
}

/** @returns name of the package, and of its folder */
export function packageName({ kind, id }: Pick<Beginning, 'id' | 'kind'>): string {
  return kind === 'service' ? `gm-plugin-${id}` : `gm-plugin-tier-${id}`
}

/** @returns texts by path in the folder */
export function filesOf(beginning: Beginning): Readonly<Record<string, string>> {
  const { kind, id, javascript } = beginning
  const title = `${id[0]?.toUpperCase() ?? ''}${id.slice(1).replaceAll('-', ' ')}`
  const source = kind === 'service' ? serviceSource(id, title) : tierSource(id, title)
  const shared = {
    'package.json': manifest(beginning),
    'README.md': readme(beginning),
    '.gitignore': 'node_modules\ndist\n',
  }
  if (javascript)
    return {
      ...shared,
      'contribute.js': source.replaceAll(/ as \{[^}]*\} \| undefined/g, ''),
      'contribute.test.js': test,
    }
  return { ...shared, 'src/contribute.ts': source, 'src/contribute.test.ts': test, 'tsconfig.json': tsconfig }
}

const test = `// The contract with gm, kept: each breach would be a sentence here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformance } from '@geuse/core/testing'
import contribute from './contribute.js'

await test('keeps the contract with gm', async () => {
  assert.deepEqual(await conformance(contribute), [])
})
`

const tsconfig = `{
  "compilerOptions": {
    "target": "es2023",
    "module": "nodenext",
    "strict": true,
    "declaration": true,
    "skipLibCheck": true,
    "types": ["node"],
    "rootDir": "src",
    "outDir": "dist"
  },
  "include": ["src"]
}
`

function manifest({ kind, id, javascript, version }: Beginning): string {
  const folder = javascript ? '.' : './dist'
  const scripts = javascript
    ? { test: 'node --test' }
    : { build: 'tsc', test: 'tsc && node --test "dist/**/*.test.js"', prepack: 'tsc' }
  const compilers = javascript ? {} : { '@types/node': '^24.0.0', typescript: '^6.0.0' }
  return json({
    name: packageName({ kind, id }),
    version: '0.1.0',
    description: `The ${kind} ${id} for gm`,
    license: 'MIT',
    type: 'module',
    keywords: ['gm-plugin', 'geusemaker'],
    files: javascript ? ['contribute.js'] : ['dist', '!dist/*.test.*'],
    geuse: { api: apiVersion },
    oclif: { hooks: { 'gm:contribute': `${folder}/contribute.js` } },
    scripts,
    dependencies: { '@geuse/plugin-api': version },
    devDependencies: { '@geuse/core': version, ...compilers },
  })
}

function readme({ kind, id, javascript }: Beginning): string {
  const name = packageName({ kind, id })
  const deploy = kind === 'service' ? `--services n8n,${id}` : `--tier ${id}`
  return `# ${name}

The ${kind} \`${id}\` for \`gm\`.

| to | type |
|---|---|
| test it | \`npm install && npm test\` |
| try it as it lies here | \`${javascript ? '' : 'npm run build && '}gm plugins link .\`, then \`gm ${kind}s\` |
| see what an instance would be given | \`gm render my-stack ${deploy} --set n8n.owner-email=you@example.com --output rendered\` |
| publish it | \`npm publish\`; everybody then types \`gm plugins install ${name}\` |
`
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
