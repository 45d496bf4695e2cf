// Questions are asked where somebody can answer and nowhere else.
import { expect } from 'chai'
import { isGmError, type GmError } from '@geuse/plugin-api'
import { makePrompts, validEmail, type Question } from './prompt.js'

async function failureOf(asked: Promise<unknown>): Promise<GmError> {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isGmError(error)) throw new Error('expected a GmError')
  return error
}

function answering(answer: unknown): { prompts: ReturnType<typeof makePrompts>; asked: Question[] } {
  const asked: Question[] = []
  const ask = async (question: Question): Promise<unknown> => {
    asked.push(question)
    return answer
  }
  return { prompts: makePrompts({ interactive: true, command: 'gm', ask }), asked }
}

describe('ui/prompt', () => {
  it('refuses to ask where nobody can answer, and names the whole command', async () => {
    const { confirm, confirmByTyping, email, input } = makePrompts({
      interactive: false,
      command: 'gm destroy my-stack',
      ask: () => Promise.reject(new Error('asked')),
    })
    for (const asked of [confirm('Go on?'), confirmByTyping('Sure?', 'my-stack')]) {
      const error = await failureOf(asked)
      expect([error.code, error.hints]).to.deep.equal(['CONFIRMATION_NEEDED', ['gm destroy my-stack --yes']])
    }
    expect((await failureOf(input('Name?', 'gm deploy NAME', () => true))).hints).to.deep.equal(['gm deploy NAME'])
    expect((await failureOf(email('Owner?', '--set n8n.owner-email=<address>'))).hints).to.deep.equal([
      'gm destroy my-stack --set n8n.owner-email=<address>',
    ])
  })

  it('takes only a clear yes for yes', async () => {
    expect(await answering(true).prompts.confirm('Go on?')).to.equal(true)
    for (const answer of [false, undefined, 'yes'])
      expect(await answering(answer).prompts.confirm('Go on?')).to.equal(false)
  })

  it('takes only the exact name, for what cannot be undone', async () => {
    const { prompts, asked } = answering('my-stack ')
    expect(await prompts.confirmByTyping('All data is deleted.', 'my-stack')).to.equal(true)
    expect(asked[0]?.message).to.equal('All data is deleted. Type my-stack to go on:')
    for (const answer of ['My-stack', 'yes', ''])
      expect(await answering(answer).prompts.confirmByTyping('', 'my-stack')).to.equal(false)
  })

  it('wants an e-mail address to tone like one', () => {
    expect(validEmail('me@example.com')).to.equal(true)
    for (const text of ['', 'me', 'me@', 'me@example', 'a b@example.com']) expect(validEmail(text)).to.be.a('string')
  })

  it('turns Ctrl-C into an interrupt, and lets other errors through', async () => {
    const throwing = (name: string): ReturnType<typeof makePrompts> =>
      makePrompts({
        interactive: true,
        command: 'gm',
        ask: () => Promise.reject(Object.assign(new Error('x'), { name })),
      })
    const stopped = await failureOf(throwing('ExitPromptError').choose('What?', [], 'gm help'))
    expect(stopped.toJSON()).to.deep.include({ code: 'INTERRUPTED', causes: [] })
    expect(
      await throwing('TypeError')
        .confirm('?')
        .catch((error: Error) => error.name),
    ).to.equal('TypeError')
  })
})
