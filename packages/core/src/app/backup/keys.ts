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
export const backupKeyName = 'key'

/** 256 bits, as an instance's script takes it. */
const shape = { length: 64, alphabet: 'hex' } as const

/** Characters of the digest that tells two sets of one stack apart: data that was put back brings other secrets. */
const digestLength = 8

/** Where keys are kept: the account and region of a stack. */
export interface KeyStore {
  readonly clients: Clients
  readonly stack: StackRef
}

/** The values of a set, by their names. */
export type Keys = ReadonlyMap<string, SecretValue>

/**
 * Sees to it that a set of keys is kept, and that the stack's instance can read it.
 * @param names secrets that the stack's data is written with, below its path
 * @returns the name of the set
 * @throws GmError NOT_FOUND for a secret that is gone, DENIED
 */
export async function keepKeys(store: KeyStore, names: readonly string[]): Promise<string> {
  const path = parameterPath(store.stack)
  const values = await Promise.all(
    names.map(async (name) => [name, await read(store.clients, `${path}/${name}`)] as const),
  )
  const set = setName(store.stack, values)
  const kept = backupKeysPath(set)
  await Promise.all(
    [[backupKeyName, generate(shape)] as const, ...values].map(([name, value]) => put(store, `${kept}/${name}`, value)),
  )
  await lendKeys(store, set)
  return set
}

/**
 * Copies a set of keys to where the instance of a stack reads it.
 * @throws GmError NOT_FOUND when there is no such set
 */
export async function lendKeys(store: KeyStore, set: string): Promise<void> {
  const keys = await readKeys(store.clients, set)
  const path = `${parameterPath(store.stack)}/backups/${set}`
  await Promise.all([...keys].map(([name, value]) => put(store, `${path}/${name}`, value)))
}

/**
 * Keeps a set that came from elsewhere.
 * @throws GmError CONFIG_INVALID where other keys are kept by its name: backups here need those
 */
export async function placeKeys(store: KeyStore, set: string, keys: Keys): Promise<void> {
  const path = backupKeysPath(set)
  await Promise.all([...keys].map(([name, value]) => put(store, `${path}/${name}`, value)))
  const kept = await readKeys(store.clients, set)
  if ([...keys].every(([name, value]) => kept.get(name)?.reveal() === value.reveal())) return
  throw new GmError('CONFIG_INVALID', `Below ${path} are other keys than those of the backup, and backups need them`, {
    hints: [`aws ssm get-parameters-by-path --path ${path} --recursive   # shows which`],
  })
}

/**
 * Makes the secrets of a set those of a stack whose data was put back: what it is logged in to with is theirs.
 * @returns names of those that changed
 */
export async function adoptKeys({ clients, stack }: KeyStore, set: string): Promise<string[]> {
  const path = parameterPath(stack)
  const ssm = await clients.ssm()
  const adopted = [...(await readKeys(clients, set))].map(async ([name, value]) => {
    if (name === backupKeyName || (await read(clients, `${path}/${name}`)).reveal() === value.reveal()) return []
    await ssm.putParameter({ ...where(stack, `${path}/${name}`), Value: value.reveal(), Overwrite: true })
    return [name]
  })
  return (await Promise.all(adopted)).flat()
}

/**
 * @returns a set, from where it is kept
 * @throws GmError NOT_FOUND when there is no such set
 */
export async function readKeys(clients: Clients, set: string): Promise<Keys> {
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
async function put({ clients, stack }: KeyStore, name: string, value: SecretValue): Promise<void> {
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
