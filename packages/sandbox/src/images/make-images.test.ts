// The run as a whole, with stand-ins for Docker, its registry and Python: what is made, in which order, and what is
// made again after a failure.
import { expect } from 'chai'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeImages } from './make-images.js'
import { readMade } from './made.js'
import { readRecipes } from './recipe.js'

/** Knows the images that it has built; refuses to build a folder in which `broken` lies. */
const docker = `#!/bin/sh
echo "docker $*" >>"$FOLDER/calls"
case "$1 $2" in
  'image inspect') grep -qx "$5" "$FOLDER/built" ;;
  'build '*) for context; do :; done; [ ! -e "$context/broken" ] || { echo no such parent; exit 1; }; echo "$4" >>"$FOLDER/built" ;;
esac
`
const registry = `#!${process.execPath}
const { http } = JSON.parse(require('node:fs').readFileSync(process.argv[3], 'utf8'))
const [host, port] = http.addr.split(':')
require('node:http').createServer((_, answer) => answer.end('{}')).listen(Number(port), host)
`

describe('makeImages', function () {
  this.timeout(20_000)
  let root: string
  let said: string[]
  const calls = () => readFileSync(join(root, 'calls'), 'utf8').split('\n')
  const recipe = (id: string, description: object, make = 'true') => {
    mkdirSync(join(root, 'recipes', id), { recursive: true })
    writeFileSync(join(root, 'recipes', id, 'image.json'), JSON.stringify({ runs: id, differs: [], ...description }))
    writeFileSync(join(root, 'recipes', id, 'Dockerfile'), 'FROM scratch\n')
    writeFileSync(join(root, 'recipes', id, 'make.sh'), `${make}\n`)
  }
  const make = async (...wanted: string[]) => {
    const known = await readRecipes(join(root, 'recipes'))
    const environment = { PATH: `${root}/bin:/usr/bin:/bin`, FOLDER: root }
    const say = (line: string) => said.push(line)
    return makeImages({ folder: root, recipes: join(root, 'recipes'), environment, known, wanted, say })
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'gm-images-'))
    said = []
    for (const folder of ['bin', 'recipes']) mkdirSync(join(root, folder))
    for (const [name, text] of Object.entries({ docker, 'docker-registry': registry, python3: '#!/bin/sh\n' })) {
      writeFileSync(join(root, 'bin', name), text)
      chmodSync(join(root, 'bin', name), 0o755)
    }
    writeFileSync(join(root, 'recipes/tools.sh'), '')
    writeFileSync(join(root, 'built'), '')
    recipe('base', { names: [] })
    recipe('a', { names: ['a:1', 'ghcr.io/x/a:1'], from: 'base' })
    recipe('b', { names: ['b:1'], from: 'base' })
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('makes parents once and first, pushes by every name, and writes it down', async () => {
    expect(await make('a', 'b')).to.deep.equal(['a', 'b'])
    const built = calls().filter((call) => call.startsWith('docker build'))
    expect(built).to.have.length(3)
    expect(built[0]).to.contain('gm-sandbox/base:')
    expect(built[1]).to.contain(`BASE=${/gm-sandbox\/base:\w+/.exec(built[0] ?? '')?.[0] ?? 'none'}`)
    const pushed = calls().filter((call) => call.startsWith('docker push'))
    expect(pushed.map((call) => call.replace(/.*:\d+\//, '')).sort()).to.deep.equal([
      'library/a:1',
      'library/b:1',
      'x/a:1',
    ])
    expect(Object.keys(await readMade(root)).sort()).to.deep.equal(['a', 'b'])
    expect(existsSync(join(root, 'work', 'a'))).to.equal(false)
  })

  it('does nothing a second time, and only what has changed a third', async () => {
    await make('a', 'b')
    writeFileSync(join(root, 'calls'), '')
    expect(await make('a', 'b')).to.deep.equal([])
    expect(calls()).to.deep.equal([''])
    recipe('b', { names: ['b:1'], from: 'base' }, 'true # otherwise')
    expect(await make('a', 'b')).to.deep.equal(['b'])
    expect(calls().filter((call) => call.startsWith('docker build'))).to.have.length(1)
  })

  it('keeps what was made when another fails, and says the end of its log', async () => {
    recipe('b', { names: ['b:1'], from: 'base' }, 'touch broken')
    const message = await make('a', 'b').then(String, (error: Error) => error.message)
    expect(message).to.contain(join(root, 'logs/b.log')).and.to.contain('no such parent')
    expect(Object.keys(await readMade(root))).to.deep.equal(['a'])
    recipe('b', { names: ['b:1'], from: 'base' })
    expect(await make('a', 'b')).to.deep.equal(['b'])
  })

  it('gives what make.sh says into the log as well, and its failure', async () => {
    recipe('b', { names: ['b:1'] }, 'echo half of it; exit 7')
    const message = await make('b').then(String, (error: Error) => error.message)
    expect(message).to.contain('failed with code 7').and.to.contain('half of it')
  })
})
