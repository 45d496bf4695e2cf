// A bundle in the parameter store: made in parts, put right, listed by its address, and gone as a whole.
import { expect } from 'chai'
import { jsonError, withStub } from '../../stub-aws.test.js'
import { bundle } from './bundle.js'

const sha256 = '0123456789abcdef'.repeat(4)
const props = { sha256, parts: ['one', 'two', 'three'] }

function page(path: string, ...values: readonly (readonly [string, string])[]) {
  return { body: JSON.stringify({ Parameters: values.map(([name, Value]) => ({ Name: `${path}/${name}`, Value })) }) }
}

const version = { body: JSON.stringify({ Version: 1 }) }
function asked(bodies: readonly string[]) {
  return bodies.map((body) => JSON.parse(body) as Record<string, unknown>)
}

describe('a bundle in the parameter store', () => {
  const pathOf = (cx: { stack: { name: string; id: string; region: string; accountId: string } }) =>
    bundle.identity(props, { stack: cx.stack, node: 'bundle', generation: 1 }).path

  it('is a parameter a part, plain, tagged, and never over what is there', async () => {
    await withStub({ PutParameter: version }, async ({ cx, bodies }) => {
      const { path } = await bundle.create(cx, props)
      expect(path)
        .to.equal(pathOf(cx))
        .and.to.match(/^\/geusemaker\/bundles\/[^/]+\/0123456789abcdef$/)
      const puts = asked(bodies)
      expect(puts.map(({ Name, Value }) => [Name, Value])).to.have.deep.members([
        [`${path}/01`, 'one'],
        [`${path}/02`, 'two'],
        [`${path}/03`, 'three'],
      ])
      for (const put of puts) {
        expect(put).to.include({ Type: 'String', Overwrite: false })
        expect(put['Tags']).not.to.deep.equal([])
      }
    })
  })

  it('goes on where another call has made a part already', async () => {
    const there = { status: 400, body: jsonError('ParameterAlreadyExists', 'there') }
    await withStub({ PutParameter: [there, version, version] }, async ({ cx, calls }) => {
      await bundle.create(cx, props)
      expect(calls).to.have.length(3)
    })
  })

  it('is put right: what is missing, what is packed otherwise, what is too much', async () => {
    await withStub({}, async ({ cx }) => {
      const path = pathOf(cx)
      const found = page(path, ['01', 'one'], ['02', 'other'], ['04', 'four'])
      await withStub(
        { GetParametersByPath: found, PutParameter: version, DeleteParameters: { body: '{}' } },
        async ({ cx, calls, bodies }) => {
          expect((await bundle.drift!(cx, { path }, props)).map(({ field, from }) => [field, from])).to.deep.equal([
            [`${path}/03`, 'missing'],
            [`${path}/02`, 'another text'],
            [`${path}/04`, 'what is not a part'],
          ])
          expect(await bundle.sync!(cx, { path }, props)).to.deep.equal({ path })
          const told = asked(bodies).map((body, at) => [calls[at], body['Name'] ?? body['Names'], body['Overwrite']])
          expect(told.slice(2)).to.have.deep.members([
            ['PutParameter', `${path}/03`, false],
            ['PutParameter', `${path}/02`, true],
            ['DeleteParameters', [`${path}/04`], undefined],
          ])
        },
      )
    })
  })

  it('asks for nothing when it is whole', async () => {
    await withStub({}, async ({ cx }) => {
      const path = pathOf(cx)
      const whole = page(path, ['01', 'one'], ['02', 'two'], ['03', 'three'])
      await withStub({ GetParametersByPath: whole }, async ({ cx, calls }) => {
        expect(await bundle.drift!(cx, { path }, props)).to.deep.equal([])
        await bundle.sync!(cx, { path }, props)
        expect(calls).to.deep.equal(['GetParametersByPath', 'GetParametersByPath'])
      })
    })
  })

  it('is another thing with another content, and the same however it was packed', () => {
    expect(bundle.diff!(props, { ...props, parts: ['otherwise'] })).to.deep.equal([])
    const other = { ...props, sha256: 'f'.repeat(64) }
    expect(bundle.diff!(props, other).map(({ field, action }) => [field, action])).to.deep.equal([
      ['sha256', 'replace'],
    ])
  })

  it('is found by its address, every one of the stack is listed, and all of one is deleted', async () => {
    await withStub({}, async ({ cx }) => {
      const path = pathOf(cx)
      const other = path.replace('0123456789abcdef', 'f'.repeat(16))
      await withStub({ GetParametersByPath: page(path) }, async ({ cx }) => {
        expect(await bundle.find(cx, { identity: { path } })).to.equal(undefined)
      })
      const two = {
        body: JSON.stringify({ Parameters: [`${path}/01`, `${path}/02`, `${other}/01`].map((Name) => ({ Name })) }),
      }
      await withStub({ GetParametersByPath: two }, async ({ cx }) => {
        expect((await bundle.list(cx)).map(({ id }) => id)).to.deep.equal([path, other])
      })
      const many = Array.from({ length: 12 }, (_none, at) => [String(at + 1).padStart(2, '0'), 'x'] as const)
      await withStub(
        { GetParametersByPath: page(path, ...many), DeleteParameters: { body: '{}' } },
        async ({ cx, calls }) => {
          await bundle.destroy(cx, { identity: { path }, observed: { path } })
          expect(calls).to.deep.equal(['GetParametersByPath', 'DeleteParameters', 'DeleteParameters'])
        },
      )
    })
  })
})
