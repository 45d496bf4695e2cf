// Panels and tables: that they hold what a person needs, fit their terminal, and never show more than they should.
import { expect } from 'chai'
import { bannerLines } from './banner.js'
import { segment } from './line.js'
import { panelLines, type StackSummary } from './panel.js'
import { planLines, type DeployPreview } from './plan-panel.js'
import { storageRows } from './storage-words.js'
import { chooseStyle, plain } from './style.js'
import { tableLines } from './table.js'
import { displayWidth } from './width.js'

const storage = storageRows([
  { id: 'n8n', volumes: { home: { kind: 'shared', owner: 1000 } } },
  {
    id: 'qdrant',
    volumes: { storage: { kind: 'block', owner: 0, rpoSeconds: 900 } },
    hooks: { checkpoint: new URL('file:///checkpoint.sh') },
  },
  { id: 'ollama', volumes: { models: { kind: 'cache', owner: 0 } } },
])

const summary: StackSummary = {
  stack: 'my-stack',
  url: 'https://203.0.113.7',
  username: 'me@example.com',
  services: [
    { service: 'n8n', title: 'Workflows', health: 'healthy', ms: 12 },
    { service: 'qdrant', title: 'Vectors', health: 'warning', ms: 2310 },
  ],
  storage,
  instance: {
    instanceId: 'i-0abc',
    type: 't3.large',
    market: 'spot',
    zone: 'eu-west-1a',
    privateIp: '10.0.0.1',
    pricePerHour: 0.0278,
    launchedAt: '',
  },
  ms: 192_000,
  warnings: ['The certificate is our own.'],
  next: [{ command: 'gm status my-stack', about: 'how it is' }],
}

const preview: DeployPreview = {
  stack: 'my-stack',
  tier: 'dev',
  region: 'eu-west-1',
  accountId: '123456789012',
  plan: {
    steps: ['vpc', 'subnet', 'subnet'].map((type, index) => ({
      node: `${type}-${index}`,
      type,
      action: 'create' as const,
      changes: [],
    })),
  },
  services: ['n8n', 'postgres'],
  ports: [80, 443],
  storage,
  instances: [
    { type: 't3.large', memoryMiB: 8192, pricePerHour: 0.0278 },
    { type: 'm6i.large', memoryMiB: 8192 },
  ],
  market: 'spot',
}

const widths = [40, 60, 80, 200]

describe('ui/panel', () => {
  it('says where to go, how to get in, how it is, where data is, what it costs and what to type', () => {
    const text = panelLines(summary, plain).join('\n')
    for (const part of [
      'my-stack is up in 3 min 12 s',
      'https://203.0.113.7',
      'me@example.com',
      'gm credentials my-stack',
      'loses the last 15 min',
      'loses all of it (made again)',
    ])
      expect(text).to.contain(part)
    for (const part of [
      't3.large spot in eu-west-1a',
      '$0.0278 an hour, about $20 a month',
      'The certificate is our own.',
      'gm status my-stack',
      '2310 ms',
    ])
      expect(text).to.contain(part)
  })

  it('says before a deploy what opens, what is made and what instance is looked for', () => {
    const text = planLines(preview, plain).join('\n')
    for (const part of [
      'vpc, 2 × subnet',
      'ports 80, 443 to the world',
      '→ t3.large',
      'price unknown',
      'spot, else on-demand',
      'account 123456789012',
    ])
      expect(text).to.contain(part)
  })

  it('says when nothing is made and nothing opens', () => {
    const text = planLines({ ...preview, plan: { steps: [] }, ports: [] }, plain).join('\n')
    expect(text).to.contain('nothing: everything is there').and.to.contain('no port to the world')
  })

  for (const width of widths) {
    it(`fits ${width} columns, its frame closed`, () => {
      const lines = [
        ...panelLines(summary, { ...plain, width }),
        ...planLines(preview, { ...plain, width, emoji: true }),
      ]
      for (const text of lines) expect(displayWidth(text), text).to.be.at.most(width)
      if (width >= 60) expect(new Set(lines.map(displayWidth)).size).to.equal(1)
      else expect(lines.join('')).to.not.contain('│')
    })
  }
})

describe('ui/table', () => {
  const columns = [{ title: 'stack' }, { title: 'url' }, { title: '$/h', align: 'right' as const }]
  const rows = [
    ['日本', 'https://a.example.com/very/long/address', '0.1'],
    ['b', segment('-', 'dim'), '12'],
  ]

  it('aligns columns by what the terminal shows', () => {
    expect(tableLines(columns, rows, plain)).to.deep.equal([
      'STACK   URL                                       $/H',
      '日本    https://a.example.com/very/long/address   0.1',
      'b       -                                          12',
    ])
  })

  it('lets the widest column give way on a screen, and never in a file', () => {
    const lines = tableLines(columns, rows, { ...plain, width: 30, screen: true })
    expect(lines[1]).to.equal('日本    https://a.examp…   0.1')
    expect(tableLines(columns, rows, { ...plain, width: 30 })[1]).to.contain('very/long/address')
  })

  it('is its heading when there is nothing', () => {
    expect(tableLines(columns, [], plain)).to.deep.equal(['STACK   URL   $/H'])
  })
})

describe('ui/banner', () => {
  const text = { version: '1.2.3', tagline: 'Your own AI stack.' }
  it('is large, small or one sentence, and fits', () => {
    expect(bannerLines(text, { ...plain, width: 80 }, true)).to.have.length(11)
    expect(bannerLines(text, { ...plain, width: 50 }, true)).to.have.length(7)
    expect(bannerLines(text, { ...plain, width: 80 }, false)).to.deep.equal([
      'GeuseMaker 2000 1.2.3  Your own AI stack.',
    ])
    for (const width of [20, 36, 50, 76, 80])
      for (const row of bannerLines(text, { ...plain, width }, true)) expect(displayWidth(row)).to.be.at.most(width)
  })
})

describe('ui/style', () => {
  const terminal = { isTTY: true, noColor: false, ci: false, showEmojis: true, columns: 100 }
  it('colours terminals, not files, and obeys NO_COLOR, FORCE_COLOR, CI and a dumb terminal', () => {
    expect(chooseStyle(terminal)).to.deep.equal({ color: true, emoji: true, width: 100, screen: true })
    expect(chooseStyle({ ...terminal, noColor: true, forceColor: true }).color).to.equal(false)
    expect(chooseStyle({ ...terminal, isTTY: false })).to.include({ color: false, emoji: false, screen: false })
    expect(chooseStyle({ ...terminal, isTTY: false, forceColor: true }).color).to.equal(true)
    expect(chooseStyle({ ...terminal, ci: true }).emoji).to.equal(false)
    expect(chooseStyle({ ...terminal, term: 'dumb' })).to.include({ color: false, emoji: false })
    expect(chooseStyle({ ...terminal, showEmojis: false })).to.include({ color: true, emoji: false })
  })
})
