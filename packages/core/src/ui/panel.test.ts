// Panels and tables: that they hold what a person needs, fit their terminal, and never show more than they should.
import { expect } from 'chai'
import { exactly } from '../model/cost.js'
import { sampleCost } from '../testing/sample-cost.js'
import { bannerLines } from './banner.js'
import { segment } from './line.js'
import { panelLines, type StackSummary } from './panel.js'
import { planLines, type PlanPreview } from './plan-panel.js'
import { storageRows } from './storage-words.js'
import { chooseStyle, plain } from './style.js'
import { tableLines } from './table.js'
import { displayWidth } from './width.js'

const storage = storageRows([
  { id: 'n8n', volumes: { home: { kind: 'shared', owner: 1000 } } },
  { id: 'qdrant', volumes: { storage: { kind: 'block', owner: 0, rpoSeconds: 900 } } },
  { id: 'ollama', volumes: { models: { kind: 'cache', owner: 0 } } },
])

const cost = sampleCost(exactly(0.0278))

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
  cost,
  ms: 192_000,
  warnings: ['The certificate is our own.'],
  next: [{ command: 'gm status my-stack', about: 'how it is' }],
}

const preview: PlanPreview = {
  backup: [],
  operation: 'deploy',
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
  different: [],
  expected: { seconds: 240, path: ['instance', 'boot', 'healthy'] },
  iam: ['ec2:CreateVpc', 'ssm:PutParameter'],
  services: ['n8n', 'postgres'],
  ports: [80, 443],
  storage,
  instance: null,
  instances: [
    { type: 't3.large', memoryMiB: 8192, pricePerHour: 0.0278 },
    { type: 'm6i.large', memoryMiB: 8192 },
  ],
  market: 'spot',
  cost: sampleCost({ least: 0.0278, most: 0.096 }, false),
}

const widths = [40, 60, 80, 120]
const screen = { ...plain, screen: true }

describe('ui/panel', () => {
  it('says where to go, how to get in, how it is, where data is, what it costs and what to type', () => {
    const text = panelLines(summary, plain).join('\n')
    for (const part of [
      'my-stack is up in 3 min 12 s',
      'https://203.0.113.7',
      'me@example.com',
      'gm credentials my-stack',
    ])
      expect(text).to.contain(part)
    for (const part of [
      't3.large spot in eu-west-1a',
      '$0.0394 an hour, about $29 a month',
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
      't3.large      8 GiB    $0.0278 an hour',
      'price unknown',
      'EC2 chooses by spot price and free capacity; on-demand where there is no spot',
      'standard CPU credits',
      'account 123456789012',
    ])
      expect(text).to.contain(part)
  })

  it('says when nothing is made and nothing opens', () => {
    const text = planLines({ ...preview, plan: { steps: [] }, ports: [] }, plain).join('\n')
    expect(text).to.contain('nothing: everything is there').and.to.contain('no port to the world')
  })

  it('marks the type that is bought only where it is certain: on demand the cheapest', () => {
    expect(planLines(preview, plain).join('\n')).to.not.contain('→')
    expect(planLines({ ...preview, market: 'on-demand' }, plain).join('\n')).to.contain('→ t3.large')
  })

  it('shows the instance that stands instead of those that could be bought', () => {
    const text = planLines({ ...preview, instance: summary.instance }, plain).join('\n')
    expect(text).to.contain('t3.large spot in eu-west-1a  i-0abc').and.to.not.contain('price unknown')
  })

  it('says of a run that made nothing that there was nothing to do', () => {
    const text = panelLines({ ...summary, unchanged: true }, plain)[0]
    expect(text).to.equal('my-stack is up, there was nothing to do')
  })

  it('says which DNS record the own domain needs', () => {
    const dns = { name: 'n8n.example.com', type: 'A', value: '203.0.113.7' } as const
    expect(panelLines({ ...summary, dns }, plain).join('\n')).to.contain(
      'n8n.example.com needs the record A 203.0.113.7',
    )
  })

  it('says when data is lost, and calls nothing copied that nobody copies', () => {
    const lines = panelLines(summary, plain)
    const lost = lines.findIndex((text) => text.includes("on the instance's disk, lost when it goes (destroy, spot"))
    expect(lines[lost + 1]).to.match(/^ +ollama\/models$/)
    const copied = lines.findIndex((text) =>
      text.includes("on the instance's disk, copied to EFS; lost of it when it goes"),
    )
    expect(lines[copied + 1]).to.match(/^ +qdrant\/storage \(the last 15 min at most\)$/)
    expect(lines.find((text) => text.includes('on EFS, kept when the instance goes:'))).to.not.equal(undefined)
    expect(lines.join('\n')).to.not.match(/made again|loses nothing/)
  })

  it('says what the price holds, and what it does not', () => {
    const text = panelLines(summary, plain).join('\n')
    expect(text).to.contain('instance $0.0278, disk of 60 GiB $0.0066, public IPv4 address $0.0050')
    expect(text).to.contain('beside it $0.30 a GB and month on EFS')
    expect(text).to.contain('not included: reads and writes of EFS, its backups, traffic')
    const range = planLines(preview, plain).join('\n')
    expect(range).to.contain('$0.0328 to $0.1010 an hour, about $24 to $74 a month')
    expect(range).to.contain('not included: the disk of 60 GiB, what is stored on EFS,')
  })

  for (const width of widths) {
    it(`fits ${width} columns, its frame closed`, () => {
      const lines = [
        ...panelLines(summary, { ...screen, width }),
        ...planLines(preview, { ...screen, width, emoji: true }),
      ]
      for (const text of lines) expect(displayWidth(text), text).to.be.at.most(width)
      if (width >= 60) expect(new Set(lines.map(displayWidth)).size).to.equal(1)
      else expect(lines.join('')).to.not.contain('│')
    })
  }

  it('is plain lines in a file', () => {
    for (const lines of [panelLines(summary, plain), planLines(preview, plain)])
      expect(lines.join('')).to.not.match(/[╭╮╰╯│─]/)
  })
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

  it('wraps the widest column between words on a screen, and never in a file', () => {
    const prose = [['dev', 'one spot instance, EFS, a stable address', '1']]
    expect(tableLines(columns, prose, { ...screen, width: 32 })).to.deep.equal([
      'STACK   URL                  $/H',
      'dev     one spot instance,     1',
      '        EFS, a stable',
      '        address',
    ])
    expect(tableLines(columns, prose, { ...plain, width: 32 })[1]).to.contain('EFS, a stable address')
  })

  it('is a block a row where the screen is too narrow for its words', () => {
    expect(tableLines(columns, rows, { ...screen, width: 30 })).to.deep.equal([
      '日本',
      '  url https://a.example.com/very/long/address',
      '  $/h 0.1',
      '',
      'b',
      '  url -',
      '  $/h 12',
    ])
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

  it('says all of a long sentence', () => {
    const tagline = 'n8n, Ollama, Qdrant, Crawl4AI and PostgreSQL in your own AWS account'
    for (const width of [40, 60, 80, 120])
      expect(bannerLines({ ...text, tagline }, { ...plain, width }, true).join(' '))
        .to.contain('AWS')
        .and.not.contain('…')
  })
})

describe('ui/style', () => {
  const terminal = { isTTY: true, noColor: false, ci: false, showEmojis: true, columns: 100 }
  it('colours terminals, not files, and obeys NO_COLOR, FORCE_COLOR, CI and a dumb terminal', () => {
    expect(chooseStyle(terminal)).to.include({ color: true, emoji: true, width: 100, screen: true, art: false })
    expect(chooseStyle({ ...terminal, noColor: true, forceColor: true }).color).to.equal(false)
    expect(chooseStyle({ ...terminal, isTTY: false })).to.include({ color: false, emoji: false, screen: false })
    expect(chooseStyle({ ...terminal, isTTY: false, forceColor: true }).color).to.equal(true)
    expect(chooseStyle({ ...terminal, ci: true }).emoji).to.equal(false)
    expect(chooseStyle({ ...terminal, term: 'dumb' })).to.include({ color: false, emoji: false })
    expect(chooseStyle({ ...terminal, showEmojis: false })).to.include({ color: true, emoji: false })
  })
})
