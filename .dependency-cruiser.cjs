// The layers, as rules: a file uses its own folder and the layers below, never one beside it.
'use strict'

const core = '^packages/core/src/'
const modules = ['state', 'compose', 'instance', 'health', 'contributions', 'ui']
const test = '\\.test\\.ts$|^packages/core/src/testing/'

/** Neighbours may not know each other; what they share is the contracts, and the rules of model/. */
const apart = modules.map((module) => ({
  name: `${module}-stands-alone`,
  severity: 'error',
  comment: `${module}/ uses the contracts, model/, itself, and types of output/.`,
  from: { path: `${core}${module}/`, pathNot: test },
  to: { path: `${core}|^packages/sandbox/`, pathNot: `${core}(${module}|model|output)/` },
}))

function forbid(name, comment, from, to) {
  return { name, severity: 'error', comment, from, to }
}

module.exports = {
  forbidden: [
    ...apart,
    forbid(
      'model-imports-itself-only',
      'What the modules share uses the contracts and itself.',
      { path: `${core}model/`, pathNot: test },
      { path: `${core}(?!(model|output)/)` },
    ),
    forbid(
      'output-is-data',
      'What commands print as JSON is made of the contracts and of the state document.',
      { path: `${core}output/`, pathNot: test },
      { path: `${core}(?!(output/|state/document\\.ts$))` },
    ),
    forbid(
      'output-by-its-types',
      'Schemas of output are for tests and documents: no start of gm makes them.',
      { path: `^src/|${core}(?!(output|entries)/)`, pathNot: test },
      { path: `${core}output/|packages/core/(src|dist)/entries/output\\.`, dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'engine-uses-lower-layers-only',
      'The engine uses the modules below it; no AWS, no use cases.',
      { path: `${core}engine/`, pathNot: test },
      { path: `${core}(aws|app|container|index|testing)` },
    ),
    forbid(
      'engine-reaches-nothing',
      'The engine knows no AWS, no terminal, no file system: it is given a store and a clock.',
      { path: `${core}engine/`, pathNot: test },
      {
        path: '^(node:)?(fs|fs/promises|readline|tty|child_process|net|http|https)$|node_modules/(@aws-sdk|@smithy|inquirer|pino)/',
      },
    ),
    forbid(
      'engine-knows-no-screen',
      'Progress is events; ui/ listens.',
      { path: `${core}engine/`, pathNot: test },
      { path: `${core}ui/` },
    ),
    forbid(
      'stack-is-pure',
      'A composed stack uses the modules below it and the names of things in AWS; nothing is asked.',
      { path: `${core}stack/`, pathNot: test },
      { path: `${core}(engine|app|container|index|ui|testing|aws/(?!common/names))|node_modules/@aws-sdk/` },
    ),
    forbid(
      'aws-uses-lower-layers-only',
      'AWS uses the modules below it; no engine, no use cases.',
      { path: `${core}aws/`, pathNot: test },
      { path: `${core}(engine|app|container|index|ui|testing)` },
    ),
    forbid(
      'sdk-in-aws-only',
      'What AWS answers is known in one folder.',
      { path: core, pathNot: `${core}aws/|${test}` },
      { path: 'node_modules/(@aws-sdk|@smithy)/' },
    ),
    forbid(
      'screen-in-ui-only',
      'What draws on a terminal is known in one folder.',
      { path: core, pathNot: `${core}ui/|${test}` },
      { path: 'node_modules/(inquirer)/' },
    ),
    forbid(
      'config-is-pure',
      'What was said becomes a config or mistakes; no use case, no AWS but the list of regions.',
      { path: `${core}config/`, pathNot: test },
      { path: `${core}(app|aws/(?!discovery/regions)|engine|stack|compose|container|index|testing|ui)` },
    ),
    forbid(
      'log-uses-lower-layers-only',
      'A log is told events; it knows no use case.',
      { path: `${core}log/`, pathNot: test },
      { path: `${core}(app|aws|engine|stack|compose|container|index|testing|ui)` },
    ),
    forbid(
      'app-below-container',
      'Use cases are given what they need.',
      { path: `${core}app/`, pathNot: test },
      { path: `${core}(container|index)\\.ts$|${core}testing/` },
    ),
    forbid(
      'container-only-knows-tsyringe',
      'One file wires everything.',
      { pathNot: `${core}container\\.ts$` },
      { path: 'node_modules/(tsyringe|reflect-metadata)/' },
    ),
    forbid(
      'testing-for-tests',
      'What tests share is not shipped to users.',
      { path: `${core}(?!testing/)`, pathNot: `${test}|${core}index\\.ts$` },
      { path: `${core}testing/` },
    ),
    forbid(
      'plugin-api-imports-nothing',
      'The contract with plugins imports nothing of gm.',
      { path: '^packages/plugin-api/src/', pathNot: test },
      { pathNot: '^packages/plugin-api/src/|node_modules/zod/' },
    ),
    forbid(
      'plugins-import-plugin-api-only',
      'A plugin uses @geuse/plugin-api and itself, as those of others must.',
      { path: '^packages/(plugin-(services|tier)[^/]*|tier-[^/]+)/src/', pathNot: test },
      {
        path: '^packages/(core|sandbox)/|^src/|node_modules/@(oclif|aws-sdk)/',
      },
    ),
    forbid(
      'sandbox-shares-no-code',
      'The account that judges the client is not made of it; both keep to one contract with the instance.',
      { path: '^packages/sandbox/src/', pathNot: `${test}|^packages/sandbox/src/(cli|commands)/` },
      { path: '^packages/(?!(sandbox|instance-contract)/)|^src/|node_modules/@oclif/' },
    ),
    forbid(
      'sandbox-commands-are-a-plugin',
      'The commands of the sandbox stand on the contract with plugins, as anybody’s do.',
      { path: '^packages/sandbox/src/(cli|commands)/', pathNot: test },
      { path: '^packages/(?!(sandbox|instance-contract|plugin-api)/)|^src/' },
    ),
    forbid(
      'instance-contract-imports-nothing',
      'The contract with an instance is data.',
      { path: '^packages/instance-contract/src/', pathNot: test },
      { pathNot: '^packages/instance-contract/src/|node_modules/zod/' },
    ),
    forbid(
      'nothing-uses-the-sandbox',
      'It is reached as AWS is: by its address.',
      { path: '^(src|packages/(?!sandbox/))', pathNot: test },
      { path: '^packages/sandbox/' },
    ),
    forbid(
      'host-uses-core-by-its-entries',
      'Commands call use cases.',
      { path: '^src/' },
      { path: '^packages/(?!core/(src|dist)/(index\\.|entries/)|plugin-api/(src|dist)/index\\.)' },
    ),
    forbid('packages-below-host', 'No package knows the host.', { path: '^packages/' }, { path: '^src/' }),
    forbid('no-cycles', 'Two files that need each other are one, or three.', {}, { circular: true }),
    forbid('no-lost-imports', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
}
