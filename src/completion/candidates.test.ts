// What a TAB is answered, without a shell: from words to what may come next.
import { expect } from 'chai'
import { candidates, type Lookups } from './candidates.js'
import type { Known } from './known.js'

const known: Known = {
  commands: {
    deploy: {
      about: 'Build',
      args: ['stack'],
      flags: {
        tier: { about: 'how', char: 't', value: 'tier' },
        services: { about: 'which', value: 'services' },
        set: { about: 'setting', value: 'setting', multiple: true },
        config: { about: 'file', value: 'file' },
        tls: { about: 'certificate', value: ['auto', 'off'] },
        yes: { about: 'do not ask', char: 'y' },
      },
    },
    logs: { about: 'Read', args: ['stack'], flags: { service: { about: 'whose', value: 'part' } } },
    list: { about: 'All', args: [], flags: { json: { about: 'as JSON' } } },
    help: { about: 'Help', args: ['command'], flags: {} },
    plugins: { about: 'List', args: [], flags: { core: { about: 'those of gm too' } } },
    'plugins uninstall': { about: 'Remove', args: ['plugin'], flags: {} },
  },
  tiers: [named('dev'), named('gpu')],
  services: [named('n8n'), named('ollama')],
  settings: [named('n8n.image'), named('ollama.models')],
  regions: [named('eu-west-1')],
  instanceTypes: [named('t3.large')],
  plugins: [named('@geuse/tier-gpu')],
}
const lookups: Lookups = {
  stacks: () => ['blue', 'black'],
  servicesOf: (stack) => (stack === 'blue' ? ['qdrant'] : []),
  profiles: () => ['work'],
}

function named(value: string) {
  return { value, about: '' }
}

/** @param line after `gm`; ends with a space where the word under the cursor is empty */
function after(line: string): readonly string[] | 'files' {
  const answer = candidates(line.split(' '), known, lookups)
  return answer === 'files' ? answer : answer.map(({ value }) => value)
}

describe('completion', () => {
  const lines: Record<string, readonly string[] | 'files'> = {
    '': ['deploy', 'logs', 'list', 'help', 'plugins'],
    l: ['logs', 'list'],
    '--v': ['--version'],
    'plugins ': ['uninstall'],
    'plugins uninstall ': ['@geuse/tier-gpu'],
    'help plugins ': ['uninstall'],
    'deploy ': ['blue', 'black'],
    'deploy bla': ['black'],
    'deploy blue ': ['--tier', '--services', '--set', '--config', '--tls', '--yes', '--help'],
    'deploy --t': ['--tier', '--tls'],
    'deploy -t dev blue --t': ['--tls'],
    'deploy --set a.b=c --se': ['--services', '--set'],
    'deploy --tier ': ['dev', 'gpu'],
    'deploy -t g': ['gpu'],
    'deploy --tier=g': ['--tier=gpu'],
    'deploy --tls ': ['auto', 'off'],
    'deploy --yes ': ['blue', 'black'],
    'deploy --services n8n,': ['n8n,ollama'],
    'deploy --services=o': ['--services=ollama'],
    'deploy --set o': ['ollama.models='],
    'deploy --set ollama.models=x': [],
    'deploy --config ': 'files',
    'deploy -- --t': [],
    'deploy -- b': ['blue', 'black'],
    'logs blue --service ': ['qdrant', 'all', 'boot', 'edge'],
    'logs black --service ': ['n8n', 'ollama', 'all', 'boot', 'edge'],
    'logs --service ': ['n8n', 'ollama', 'all', 'boot', 'edge'],
    'unheard of': [],
  }
  for (const [line, expected] of Object.entries(lines))
    it(`of "gm ${line}"`, () => expect(after(line)).to.deep.equal(expected))
})
