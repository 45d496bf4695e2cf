// What `gm status` shows: how each service is and why, the instance, the public URL from here, and what is wrong.
import { expect } from 'chai'
import { statusLines, type StatusView } from './status-panel.js'
import { plain } from './style.js'
import { displayWidth } from './width.js'

const well: StatusView = {
  stack: 'my-stack',
  status: 'running',
  openRun: null,
  healthy: true,
  url: 'https://203.0.113.7',
  reach: 'https://203.0.113.7 answers',
  instance: 'i-0abc is running',
  boot: { state: 'ready', phase: 'ready', reason: null, progress: null },
  jobs: [],
  services: [
    { service: 'n8n', verdict: 'healthy', ms: 12, reasons: [], data: 'EFS' },
    { service: 'postgres', verdict: 'healthy', ms: 3, reasons: [], data: 'disk, copied 3 min ago' },
  ],
  storage: [{ service: 'n8n', volume: 'home', where: 'EFS', lostWithInstance: false, copiedEverySeconds: null }],
  problems: [],
  warnings: [],
}

const ill: StatusView = {
  ...well,
  healthy: false,
  reach: 'https://203.0.113.7 answers with status 502',
  services: [
    {
      service: 'n8n',
      verdict: 'critical',
      reasons: ['http probe failed: HTTP 503', 'container n8n is restarting'],
      data: 'EFS',
    },
  ],
  problems: ['a running stack must have efs_id'],
}

describe('ui/status-panel', () => {
  it('says that all is well, where, and how fast each service answers', () => {
    const text = statusLines(well, plain).join('\n')
    for (const part of [
      'my-stack is running, healthy',
      'https://203.0.113.7 answers',
      'i-0abc is running',
      '12 ms',
      'postgres',
      'EFS',
    ])
      expect(text).to.contain(part)
  })

  it('has health, latency, where data is and how old its copy is in columns', () => {
    const rows = statusLines(well, plain).filter((line) => line.includes('✔'))
    expect(rows).to.deep.equal([
      'Services  n8n       ✔ healthy  12 ms  EFS',
      '          postgres  ✔ healthy   3 ms  disk, copied 3 min ago',
    ])
  })

  it('tells of a boot how far it is, and of jobs what they are at', () => {
    const boot = { state: 'booting', phase: 'images', reason: null, progress: { done: 2, of: 6 } }
    const job = { service: 'ollama', job: 'models', state: 'running', percent: 42, text: 'pulling llama3.2:1b' }
    const text = statusLines({ ...ill, boot, jobs: [job] }, plain).join('\n')
    expect(text).to.contain('Boot      booting in images, 2 of 6')
    expect(text).to.contain('Jobs      ollama models  running  42 %  pulling llama3.2:1b')
    const failed = { state: 'failed', phase: 'mount', reason: 'access denied', progress: null }
    expect(statusLines({ ...ill, boot: failed }, plain).join('\n')).to.contain('failed in mount: access denied')
  })

  it('says what is not well, and every reason', () => {
    const text = statusLines(ill, plain).join('\n')
    for (const part of [
      'not healthy',
      'status 502',
      'http probe failed: HTTP 503',
      'container n8n is restarting',
      'a running stack must have efs_id',
    ])
      expect(text).to.contain(part)
  })

  it('says of a stack without an instance only what there is to say', () => {
    const text = statusLines(
      { ...well, status: 'destroyed', url: null, reach: null, instance: null, services: [], storage: [] },
      plain,
    ).join('\n')
    expect(text)
      .to.contain('my-stack is destroyed')
      .and.not.to.match(/Open|Instance|Services/)
  })

  it('fits its terminal', () => {
    for (const width of [40, 60, 80, 120]) {
      for (const line of statusLines(ill, { ...plain, width, screen: true }))
        expect(displayWidth(line)).to.be.at.most(width)
    }
  })

  it('says which DNS record the own domain needs', () => {
    const dns = { name: 'n8n.example.com', type: 'A', value: '203.0.113.7' } as const
    expect(statusLines({ ...well, dns }, plain).join('\n')).to.contain('n8n.example.com needs the record A 203.0.113.7')
  })

  it('calls nothing healthy that is not there, or not finished', () => {
    const destroyed = statusLines({ ...well, status: 'destroyed', services: [] }, plain).join('\n')
    expect(destroyed).to.contain('my-stack is destroyed').and.not.to.contain('healthy')
    const interrupted = { ...well, status: 'creating', openRun: 'interrupted', healthy: false, services: [] } as const
    expect(statusLines(interrupted, plain).join('\n')).to.contain('my-stack is creating, interrupted')
  })
})
