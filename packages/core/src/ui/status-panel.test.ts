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
  services: [
    { service: 'n8n', verdict: 'healthy', ms: 12, reasons: [] },
    { service: 'postgres', verdict: 'healthy', ms: 3, reasons: [] },
  ],
  storage: [{ service: 'n8n', volume: 'home', where: 'EFS', lostWithInstance: false }],
  problems: [],
  warnings: [],
}

const ill: StatusView = {
  ...well,
  healthy: false,
  reach: 'https://203.0.113.7 answers with status 502',
  services: [
    { service: 'n8n', verdict: 'critical', reasons: ['http probe failed: HTTP 503', 'container n8n is restarting'] },
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
