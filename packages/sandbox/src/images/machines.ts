// The command `npm run machines`: what is to be made, whether it can be made here, and what came of it.
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEngine } from '../docker/engine.js'
import { releaseLock, takeLock } from '../folder-lock.js'
import { makeImages, stale, type MakeImages } from './make-images.js'
import { canRun, whatIsMissing } from './missing.js'
import { readRecipes, type Recipe, recipesFolder } from './recipe.js'

const lockPollMs = 500

/** How it was called. */
export interface MakeMachines {
  /** Images to make; all when there are none. */
  readonly ids: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly uid: number
  readonly say: (line: string) => void
}

/** @returns the folder that images are kept in: GM_SANDBOX_IMAGES, or one in the user's cache */
export function imagesFolder(environment: NodeJS.ProcessEnv): string {
  const cache = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  return environment['GM_SANDBOX_IMAGES'] || join(cache, 'geusemaker-sandbox', 'images')
}

/**
 * Makes what has changed since it was made last.
 * @returns the exit code: 0 made or nothing to do, 1 an image could not be made, 2 this computer lacks something
 */
export async function makeMachines({ ids, environment, uid, say }: MakeMachines): Promise<number> {
  const folder = imagesFolder(environment)
  const known = await readRecipes(recipesFolder)
  const unknown = ids.filter((id) => !known.some((recipe) => recipe.id === id))
  if (unknown.length > 0) {
    say(`There is no image ${unknown.join(', ')}; there are ${known.map(({ id }) => id).join(', ')}.`)
    return 2
  }
  const wanted = known.filter(({ id }) => ids.length === 0 || ids.includes(id))
  const missing = await stale(folder, wanted)
  if (missing.length === 0) {
    say(`Every image is there as its recipe has it: ${folder}`)
    return 0
  }
  const lacks = await whatIsMissing(withParents(missing, known), uid, canRun)
  if (lacks.length > 0) {
    for (const each of [`Images of real instances cannot be made here:`, ...lacks]) say(each)
    return 2
  }
  const engine = await openEngine(folder, say)
  if ('reason' in engine) {
    say(engine.reason)
    return 2
  }
  return makeLocked({ folder, known, environment, say, wanted: missing.map(({ id }) => id) })
}

/** @returns the exit code */
async function makeLocked(options: Omit<MakeImages, 'recipes'>): Promise<number> {
  const { folder, say } = options
  await mkdir(folder, { recursive: true })
  const lock = join(folder, '.lock')
  await waitForLock(lock, say)
  const started = Date.now()
  // Docker's newer builder is a plugin that Debian has not.
  const environment = { ...options.environment, DOCKER_BUILDKIT: '0' }
  try {
    await makeImages({ ...options, recipes: recipesFolder, environment })
  } catch (error) {
    say(`${(error as Error).message}\nWhat was made is kept; go on with: npm run machines`)
    return 1
  } finally {
    await releaseLock(lock)
  }
  say(`Every image is there, after ${Math.round((Date.now() - started) / 1000)} s: ${folder}`)
  return 0
}

/** Another process may be making them: what it made is not made again. */
async function waitForLock(lock: string, say: MakeMachines['say']): Promise<void> {
  for (let told = false; !(await takeLock(lock)); told = true) {
    if (!told) say(`Waiting for another process that is making images; its lock is ${lock}.`)
    await sleep(lockPollMs)
  }
}

function withParents(recipes: readonly Recipe[], known: readonly Recipe[]): Recipe[] {
  const parents = recipes.flatMap(({ from }) => known.filter(({ id }) => id === from))
  return parents.length === 0 ? [...recipes] : [...recipes, ...withParents(parents, known)]
}
