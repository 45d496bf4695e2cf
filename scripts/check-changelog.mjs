// Every test that CHANGELOG.md names must be there, and every fault that it calls mended must name one.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { files } from './files.mjs'
import { root } from './root.mjs'

const section = '### Faults mended'
const titles = ['packages', 'test'].flatMap((folder) =>
  files(join(root, folder), (path) => path.endsWith('.test.ts')).flatMap((path) =>
    titlesIn(readFileSync(path, 'utf8')),
  ),
)
const problems = mended(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).flatMap(faultsOf)
for (const problem of problems) process.stderr.write(`CHANGELOG.md: ${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0

/** Entries of the sections of mended faults, each on one line. */
function mended(text) {
  const parts = text.split(section).slice(1)
  return parts.flatMap((part) => {
    const [own] = part.split(/^#/m)
    return own
      .split(/^\* /m)
      .slice(1)
      .map((entry) => entry.replaceAll(/\s+/g, ' ').trim())
  })
}

function faultsOf(entry) {
  const named = /Tests?: (.*)$/.exec(entry)?.[1] ?? ''
  const tests = [...named.matchAll(/`([^`]+)`/g)].map(([, title]) => title)
  if (tests.length === 0) return [`names no test: ${entry}`]
  return tests.filter((test) => !titles.includes(test)).map((test) => `there is no test '${test}'`)
}

/** Titles of suites and tests as they stand in a source; what is filled in when it runs is an ellipsis. */
function titlesIn(source) {
  const found = source.matchAll(/\b(?:describe|it)\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g)
  return [...found].map(([, , title]) => title.replaceAll(/\$\{[^}]*\}/g, '…').replaceAll(/\\(.)/g, '$1'))
}
