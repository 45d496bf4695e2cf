// Containers beside the main one: each reaches what it was told of, and nothing else.
import { expect } from 'chai'
import type { Container } from '@geuse/plugin-api'
import { networksOf } from './networks.js'
import { composeAll, db, index, web } from './sample.test.js'

const [, , sample] = composeAll([db, index, web])

/** Networks of a worker of `web` that was declared with these words. */
function worker(declared: Partial<Container>): string[] {
  if (sample === undefined) throw new Error('the sample has no web')
  const one: Container = { image: 'worker:1', memoryMiB: 50, ...declared }
  const files = { 'conf.ini': { owner: 0, text: 'index = search-index:6333\n' } }
  return networksOf({ ...sample, files, containers: { ...sample.containers, worker: one } }, 'worker')
}

describe('networksOf', () => {
  it('is its own service alone for a container that was told of no other', () => {
    expect(worker({ environment: { MAIN: 'http://web:8080', NOTE: 'db-for-web, mydb' } })).to.deep.equal(['web'])
  })

  it('follows hosts in whatever a container is told, and secrets of uses', () => {
    expect(worker({ environment: { DB: 'postgres://u@db:5432/x' } })).to.deep.equal(['db', 'web'])
    expect(worker({ command: ['work', '--index=search-index:6333'] })).to.deep.equal(['search-index', 'web'])
    expect(worker({ entrypoint: ['/wait', 'db'] })).to.deep.equal(['db', 'web'])
    expect(worker({ healthcheck: { command: ['ping', 'db'] } })).to.deep.equal(['db', 'web'])
    expect(worker({ files: { 'conf.ini': '/etc/conf.ini' } })).to.deep.equal(['search-index', 'web'])
    expect(worker({ secrets: ['store'] })).to.deep.equal(['db', 'web'])
  })

  it('is every use for the main container', () => {
    expect(sample && networksOf(sample, 'main')).to.deep.equal(['db', 'search-index', 'web'])
  })
})
