// The keys of backups: a key that closes them, and the secrets that their data is written with. They are kept in the
// account's parameter store beside the stacks, as a backup outlives the stack that it is of; an instance reads a copy
// below its own path, so that its role needs no right to anything else.
import { createHash } from 'node:crypto'
import { GmError, type StackRef } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import { backupKeysPath, parameterPath } from '../../aws/common/names.js'
import { allOf } from '../../aws/common/pages.js'
import { required } from '../../aws/common/required.js'
import { tagKeys } from '../../aws/common/tags.js'
import { isAlreadyThere } from '../../aws/errors/classify.js'
import { generate, SecretValue } from '../../aws/resources/secrets/secret-value.js'

/** Name of the key that closes and opens a backup, among those of a set. */
const own = 'key'

/** 256 bits, as an instance's script takes it. */
const shape = { length: 64, alphabet: 'hex' } as const

/** Characters of the digest that tells two sets of one stack apart: data that was put back brings other secrets. */
const digestLength = 8

interface Store {
  readonly clients: Clients
  readonly stack: StackRef
}

/**
 * Sees to it that a set of keys is kept, and that the stack's instance can read it.
 * @param names secrets that the stack's data is written with, below its path
 * @returns the name of the set
 * @throws GmError NOT_FOUND for a secret that is gone, DENIED
 */
export async function keepKeys(store: Store, names: readonly string[]): Promise<string> {
  const path = parameterPath(store.stack)
  const values = await Promise.all(
    names.map(async (name) => [name, await read(store.clients, `${path}/${name}`)] as const),
  )
  const set = setName(store.stack, values)
  const kept = backupKeysPath(set)
  await Promise.all(
    [[own, generate(shape)] as const, ...values].map(([name, value]) => put(store, `${kept}/${name}`, value)),
  )
  await lendKeys(store, set)
  return set
}

/**
 * Copies a set of keys to where the instance of a stack reads it.
 * @param from where the set is kept; the stack's own account and region when undefined
 * @throws GmError NOT_FOUND when there is no such set
 */
export async function lendKeys({ clients, stack }: Store, set: string, from: Clients = clients): Promise<void> {
  const keys = await keysOf(from, set)
  const path = `${parameterPath(stack)}/backups/${set}`
  await Promise.all([...keys].map(([name, value]) => put({ clients, stack }, `${path}/${name}`, value)))
}

/**
 * Makes the secrets of a set those of a stack whose data was put back: what it is logged in to with is theirs.
 * @returns names of those that changed
 */
export async function adoptKeys({ clients, stack }: Store, set: string): Promise<string[]> {
  const path = parameterPath(stack)
  const ssm = await clients.ssm()
  const adopted = [...(await keysOf(clients, set))].map(async ([name, value]) => {
    if (name === own || (await read(clients, `${path}/${name}`)).reveal() === value.reveal()) return []
    await ssm.putParameter({ ...where(stack, `${path}/${name}`), Value: value.reveal(), Overwrite: true })
    return [name]
  })
  return (await Promise.all(adopted)).flat()
}

async function keysOf(clients: Clients, set: string): Promise<ReadonlyMap<string, SecretValue>> {
  const path = backupKeysPath(set)
  const ssm = await clients.ssm()
  const pages = ssm.paginateGetParametersByPath({ Path: path, Recursive: true, WithDecryption: true })
  const found = await allOf(pages, ({ Parameters }) => Parameters)
  if (found.length === 0)
    throw new GmError(
      'NOT_FOUND',
      `The keys of the backup are not in this account and region: there is nothing below ${path}`,
      {
        hints: ['AWS_PROFILE=… or --profile … chooses the account that the backup was made in'],
      },
    )
  return new Map(
    found.map(({ Name, Value }) => [
      required(Name, 'Name').slice(path.length + 1),
      new SecretValue(required(Value, `the value of ${Name}`)),
    ]),
  )
}

async function read(clients: Clients, name: string): Promise<SecretValue> {
  const ssm = await clients.ssm()
  const { Parameter } = await ssm.getParameter({ Name: name, WithDecryption: true })
  return new SecretValue(required(Parameter?.Value, `the value of ${name}`))
}

/** Never over what is there: another run may have made it. */
async function put({ clients, stack }: Store, name: string, value: SecretValue): Promise<void> {
  const ssm = await clients.ssm()
  const Tags = [{ Key: tagKeys.stack, Value: stack.name }]
  try {
    await ssm.putParameter({ ...where(stack, name), Value: value.reveal(), Overwrite: false, Tags })
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
  }
}

function where({ governance }: StackRef, Name: string) {
  const { kmsKey } = governance ?? {}
  return { Name, Type: 'SecureString', ...(kmsKey === undefined ? {} : { KeyId: kmsKey }) } as const
}

function setName(stack: StackRef, values: readonly (readonly [string, SecretValue])[]): string {
  const digest = createHash('sha256')
  for (const [name, value] of values) digest.update(`${name}\0${value.reveal()}\0`)
  return `${parameterPath(stack).split('/').at(-1)}-${digest.digest('hex').slice(0, digestLength)}`
}
