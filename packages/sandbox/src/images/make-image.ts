// One image: its parts from package registries into a folder, then Docker's build of that folder, which needs no
// network.
import { access, copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathInRegistry } from './name.js'
import { run } from './program.js'
import type { Recipe } from './recipe.js'

/** What making images goes by. */
export interface Workshop {
  /** The folder of images: made.json, registry, logs. */
  readonly folder: string
  /** Where the recipes are. */
  readonly recipes: string
  /** Of the programs, with what leads `docker` to its daemon. */
  readonly environment: NodeJS.ProcessEnv
}

/** What the image is called inside Docker. */
export function tagOf({ id, key }: Pick<Recipe, 'id' | 'key'>): string {
  return `gm-sandbox/${id}:${key}`
}

/** The file that everything is written to which making this image says. */
function logOf(folder: string, id: string): string {
  return join(folder, 'logs', `${id}.log`)
}

/** Runs Docker, and writes what it says into the image's log. */
export function docker(workshop: Workshop, id: string, args: readonly string[]): Promise<void> {
  const { folder, environment } = workshop
  return run(['docker', ...args], { folder, environment, log: logOf(folder, id) })
}

/** Whether Docker has it. */
export function isInDocker(workshop: Workshop, recipe: Recipe): Promise<boolean> {
  return docker(workshop, recipe.id, ['image', 'inspect', '--format', '{{.Id}}', tagOf(recipe)]).then(
    () => true,
    () => false,
  )
}

/**
 * Makes it.
 * @param parent what it starts from, which Docker has
 * @throws Error with the end of the log
 */
export async function makeImage(workshop: Workshop, recipe: Recipe, parent: Recipe | undefined): Promise<void> {
  const context = join(workshop.folder, 'work', recipe.id)
  await rm(context, { recursive: true, force: true })
  await mkdir(context, { recursive: true })
  const surroundings = {
    folder: context,
    environment: { ...workshop.environment, GM_IMAGES: workshop.recipes },
    log: logOf(workshop.folder, recipe.id),
  }
  const make = join(recipe.folder, 'make.sh')
  if (await isThere(make)) await run(['bash', make], surroundings)
  await copyFile(join(recipe.folder, 'Dockerfile'), join(context, 'Dockerfile'))
  const base = parent === undefined ? [] : ['--build-arg', `BASE=${tagOf(parent)}`]
  await docker(workshop, recipe.id, ['build', '--force-rm', '--tag', tagOf(recipe), ...base, context])
  await rm(context, { recursive: true, force: true })
}

/** Gives the registry an image by all of its names. */
export async function push(workshop: Workshop, recipe: Recipe, host: string): Promise<void> {
  for (const name of recipe.names) {
    const target = `${host}/${pathInRegistry(name)}`
    await docker(workshop, recipe.id, ['tag', tagOf(recipe), target])
    await docker(workshop, recipe.id, ['push', '--quiet', target])
    await docker(workshop, recipe.id, ['image', 'rm', target])
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
