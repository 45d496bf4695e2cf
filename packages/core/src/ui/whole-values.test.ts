// What is made to be copied is whole on every terminal from 40 columns on: passwords, URLs, prices, ports, addresses,
// commands. A value may stand on its own or break out of its frame; it is never cut and never has a line end in it.
import { expect } from 'chai'
import { exactly } from '../model/cost.js'
import { sampleCost } from '../testing/sample-cost.js'
import { panelLines } from './panel.js'
import { planLines } from './plan-panel.js'
import { statusLines } from './status-panel.js'
import { storageRows } from './storage-words.js'
import { plain, type Style } from './style.js'
import { tableLines } from './table.js'

const password = 'x7Kd93jfK2mDk39fj3Kd93jfK2mDk39fj3Kd93jfK2mDk39f'
const url = 'https://workflows.automation.department.subsidiary.company.example.com'
const record = { name: url.slice('https://'.length), type: 'A', value: '203.0.113.250' } as const
const storage = storageRows([
  { id: 'n8n', volumes: { home: { kind: 'shared', owner: 1000 } } },
  { id: 'ollama', volumes: { models: { kind: 'cache', owner: 0 } } },
])
const cost = sampleCost(exactly(0.0278))
const instance = {
  instanceId: 'i-0123456789abcdef0',
  type: 't3a.large',
  market: 'spot',
  zone: 'ap-northeast-1a',
  privateIp: '10.0.0.1',
  pricePerHour: 0.0278,
  launchedAt: '',
} as const

interface Shown {
  readonly lines: (style: Style) => readonly string[]
  readonly values: readonly string[]
}

function panel(address: string): Shown {
  return {
    lines: (style) =>
      panelLines(
        {
          stack: 'a-stack',
          url: address,
          username: 'a.long.name@department.example.com',
          services: [{ service: 'postgres', title: 'PostgreSQL database', health: 'healthy', ms: 2310 }],
          storage,
          instance,
          cost,
          dns: record,
          warnings: ['A browser warns at the first visit, until a trusted certificate has come.'],
          next: [{ command: 'gm credentials a-stack', about: 'shows the passwords' }],
        },
        style,
      ),
    values: [
      address,
      'a.long.name@department.example.com',
      'gm credentials a-stack',
      '2310 ms',
      'i-0123456789abcdef0',
      '$0.0394',
      '$29',
      '$0.30 a GB',
      '203.0.113.250',
      'ollama/models',
    ],
  }
}

const all: Readonly<Record<string, Shown>> = {
  'the panel of a stack': panel('https://203.0.113.7'),
  'the panel of a stack with a long domain': panel(url),
  'the plan': {
    lines: (style) =>
      planLines(
        {
          operation: 'update',
          backup: [],
          stack: 'a-stack',
          tier: 'dev',
          different: [{ key: 'services', from: 'n8n', to: 'n8n,qdrant' }],
          expected: { seconds: 240, path: ['instance', 'boot'] },
          iam: ['ec2:RunInstances'],
          region: 'ap-northeast-1',
          accountId: '123456789012',
          plan: { steps: [{ node: 'vpc', type: 'vpc', action: 'create', changes: [] }] },
          services: ['n8n', 'postgres'],
          ports: [80, 443, 8443],
          storage,
          instance: null,
          instances: [{ type: 't3a.2xlarge', memoryMiB: 32_768, pricePerHour: 0.1234 }],
          market: 'spot',
          cost,
        },
        style,
      ),
    values: [
      'account 123456789012',
      'ap-northeast-1',
      '80',
      '443',
      '8443',
      '$0.1234 an hour',
      '32 GiB',
      't3a.2xlarge',
      '4 min',
      'n8n,qdrant',
    ],
  },
  'the status': {
    lines: (style) =>
      statusLines(
        {
          stack: 'a-stack',
          status: 'running',
          openRun: null,
          healthy: true,
          url,
          reach: `${url} answers`,
          instance: 'i-0123456789abcdef0 is running',
          boot: null,
          jobs: [],
          dns: record,
          services: [{ service: 'postgres', verdict: 'critical', ms: 2310, reasons: [`asks ${url}`], data: 'EFS' }],
          storage,
          problems: [],
          warnings: [],
        },
        style,
      ),
    values: [url, 'i-0123456789abcdef0', '2310 ms', '203.0.113.250'],
  },
  'a table of passwords': {
    lines: (style) =>
      tableLines(
        ['what', 'user', 'password'].map((title) => ({ title })),
        [['Crawl4AI API token', 'a.long.name@department.example.com', password]],
        style,
      ),
    values: [password, 'a.long.name@department.example.com'],
  },
  'a table of stacks': {
    lines: (style) =>
      tableLines(
        ['name', 'status', 'tier', 'region', 'url', 'dns record'].map((title) => ({ title })),
        [['a-stack', 'running', 'dev', 'ap-northeast-1', url, `A ${record.value}`]],
        style,
      ),
    values: [url, 'ap-northeast-1', '203.0.113.250'],
  },
}

describe('ui: values made to be copied', () => {
  for (const [what, { lines, values }] of Object.entries(all))
    for (const width of [40, 60, 80, 120])
      it(`are whole in ${what} on ${width} columns`, () => {
        const drawn = lines({ ...plain, screen: true, width })
        expect(drawn.join('')).to.not.contain('…')
        for (const value of values)
          expect(
            drawn.some((text) => text.includes(value)),
            `${value} in\n${drawn.join('\n')}`,
          ).to.equal(true)
      })
})
