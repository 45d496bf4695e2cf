// What every file of the repository must keep to: small functions, one way to reach the outside, nothing printed but
// where printing is the job.
import typescript from 'typescript-eslint'
import { geuse } from './scripts/eslint-rules.mjs'

const tests = ['**/*.test.ts', 'test/**/*.ts']

/** Where a person is talked to. */
const speakers = [
  'packages/core/src/ui/**',
  'src/**',
  'packages/sandbox/src/cli/**',
  'packages/sandbox/src/commands/**',
  'packages/sandbox/src/bin/**',
  'packages/sandbox/images/**',
  'scripts/**',
  'bin/**',
  ...tests,
]

/** The one file of core, and the entries of the sandbox; everything else is given what it needs. */
const environmentReaders = ['packages/core/src/config/environment.ts']
const entries = [
  'packages/sandbox/src/cli/**',
  'packages/sandbox/src/bin/**',
  'packages/sandbox/images/**',
  'scripts/**',
  'bin/**',
  ...tests,
]

/** oclif finds commands, hooks and contributions by their default export; tools find their configuration by it. */
const defaultExporters = [
  'src/commands/**',
  'src/hooks/**',
  'src/help.ts',
  '**/contribute.ts',
  'packages/sandbox/src/commands/**',
  '*.config.js',
  'examples/**',
]

const output = ['stdout', 'stderr', 'stdin'].map((property) => ({
  object: 'process',
  property,
  message: 'Only those who talk to a person reach the terminal.',
}))
const environment = {
  object: 'process',
  property: 'env',
  message: 'Only environment.ts reads the environment; take what you need as a parameter.',
}
const exit = { object: 'process', property: 'exit', message: 'Throw: only an entry ends the process.' }

const limits = {
  // Prettier wraps code and leaves comments as they are.
  'max-len': [
    'error',
    { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
  ],
  'max-lines': ['error', 250],
  'max-lines-per-function': ['error', 40],
  // A switch counts as one: a table of cases is read at a glance.
  complexity: ['error', { max: 10, variant: 'modified' }],
  'max-depth': ['error', 3],
}

const everywhere = {
  ...limits,
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'no-console': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
  'no-restricted-properties': ['error', ...output, environment, exit],
  'no-restricted-syntax': ['error', ...noDefaultExports(), ...declaredFunctions()],
  'geuse/opens-with-why': 'error',
  'geuse/documented-exports': 'error',
}

function noDefaultExports() {
  const message = 'Named exports only, but where oclif asks for a default.'
  return ['ExportDefaultDeclaration', "ExportSpecifier[exported.name='default']"].map((selector) => ({
    selector,
    message,
  }))
}

/** A module's own functions are declarations; an arrow is for what is handed over, or has its type from elsewhere. */
function declaredFunctions() {
  const message = 'Declare it: function name() { … }'
  return ['Program >', 'ExportNamedDeclaration >'].map((parent) => ({
    selector: `${parent} VariableDeclaration > VariableDeclarator:not([id.typeAnnotation]) > ArrowFunctionExpression.init`,
    message,
  }))
}

const typed = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, properties: false } }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/naming-convention': [
    'error',
    { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: false } },
    { selector: 'variable', modifiers: ['global'], format: ['camelCase', 'PascalCase'] },
  ],
}

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, plugins: { geuse } },
  { files: ['**/*.{js,mjs}'], rules: everywhere },
  { files: ['**/*.cjs'], rules: { ...limits, 'geuse/opens-with-why': 'error' } },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': typescript.plugin },
    languageOptions: {
      parser: typescript.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: { ...everywhere, ...typed },
  },
  { files: speakers, rules: { 'no-console': 'off', 'no-restricted-properties': ['error', environment] } },
  { files: environmentReaders, rules: { 'no-restricted-properties': ['error', ...output, exit] } },
  { files: entries, rules: { 'no-restricted-properties': 'off' } },
  { files: defaultExporters, rules: { 'no-restricted-syntax': ['error', ...declaredFunctions()] } },
  // What a person would type, call by call, is one list.
  { files: ['scripts/bench/hand-written.mjs'], rules: { 'max-lines-per-function': 'off' } },
  // A `describe` is a list, however long.
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', 400],
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
]
