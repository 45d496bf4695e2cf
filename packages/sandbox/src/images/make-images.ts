// Every image of real instances, made once and kept: what has not changed since is not made again.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { atMost } from './at-most.js'
import { docker, isInDocker, makeImage, push, tagOf, type Workshop } from './make-image.js'
import { isMade, type Made, readMade, storageOf, writeMade } from './made.js'
import { run } from './program.js'
import type { Recipe } from './recipe.js'
import { type Registry, startRegistry } from './registry-process.js'

/** Downloads and compilers go well together in pairs; more of them only wait for each other. */
const most = 2

/** What is to be made, and who is told. */
export interface MakeImages extends Workshop {
  /** All recipes, each after the one that it starts from. */
  readonly known: readonly Recipe[]
  /** Ids of the images that are wanted. */
  readonly wanted: readonly string[]
  /** Told of every image that is begun and made. */
  readonly say: (line: string) => void
}

/** Which of the wanted images are not there as their recipes have them now. */
export async function stale(folder: string, recipes: readonly Recipe[]): Promise<Recipe[]> {
  const made = await readMade(folder)
  return recipes.filter((recipe) => recipe.names.length > 0 && !isMade(recipe, made))
}

/**
 * Makes what is missing, and gives it to the registry. The first failure is thrown when everything that had begun is
 * over; what was made is kept, so that the next call goes on from there.
 * @returns ids of the images that were made or named anew
 * @throws Error with the end of the log of the one that failed
 */
export async function makeImages(options: MakeImages): Promise<string[]> {
  const { folder, known, wanted } = options
  const missing = await stale(
    folder,
    known.filter(({ id }) => wanted.includes(id)),
  )
  if (missing.length === 0) return []
  await mkdir(join(folder, 'logs'), { recursive: true })
  const registry = await startRegistry(storageOf(folder), folder, options.environment)
  try {
    await preparePip(folder, options.environment)
    await new Making(options, registry).all(missing)
  } finally {
    await registry.stop()
  }
  return missing.map(({ id }) => id)
}

/** Debian's Python has no pip outside of a virtual environment. */
async function preparePip(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const log = join(folder, 'logs', 'pip.log')
  const path = join(folder, 'pip')
  await run(['python3', '-m', 'venv', path], { folder, environment, log })
}

/** One run: every image is made once, whoever needs it. */
class Making {
  readonly #options: MakeImages
  readonly #registry: Registry
  readonly #turn = atMost(most)
  readonly #images = new Map<string, Promise<void>>()
  #written: Promise<unknown> = Promise.resolve()

  constructor(options: MakeImages, registry: Registry) {
    const environment = { ...options.environment, GM_PIP: join(options.folder, 'pip', 'bin', 'pip') }
    this.#options = { ...options, environment }
    this.#registry = registry
  }

  async all(recipes: readonly Recipe[]): Promise<void> {
    const ends = await Promise.allSettled(recipes.map((recipe) => this.#pushed(recipe)))
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #pushed(recipe: Recipe): Promise<void> {
    await this.#made(recipe)
    await this.#turn(() => push(this.#options, recipe, this.#registry.host))
    await this.#record(recipe)
    const isParent = this.#options.known.some(({ from }) => from === recipe.id)
    // The registry has it; Docker keeps what others start from.
    if (!isParent) await docker(this.#options, recipe.id, ['image', 'rm', tagOf(recipe)])
    this.#options.say(`${recipe.id}: in the registry as ${recipe.names.join(', ')}`)
  }

  #made(recipe: Recipe): Promise<void> {
    const known = this.#images.get(recipe.id)
    if (known !== undefined) return known
    const making = this.#make(recipe)
    this.#images.set(recipe.id, making)
    return making
  }

  async #make(recipe: Recipe): Promise<void> {
    if (await isInDocker(this.#options, recipe)) return
    const parent = this.#options.known.find(({ id }) => id === recipe.from)
    if (parent !== undefined) await this.#made(parent)
    await this.#turn(async () => {
      const started = Date.now()
      this.#options.say(`${recipe.id}: ${recipe.runs} …`)
      await makeImage(this.#options, recipe, parent)
      this.#options.say(`${recipe.id}: made in ${Math.round((Date.now() - started) / 1000)} s`)
    })
  }

  /** One after another: each reads what the one before has written. */
  #record(recipe: Recipe): Promise<void> {
    const { folder } = this.#options
    const writing = this.#written.then(async () => {
      const made: Made = await readMade(folder)
      await writeMade(folder, { ...made, [recipe.id]: { key: recipe.key, names: recipe.names } })
    })
    this.#written = writing.catch(() => undefined)
    return writing
  }
}
