// The image that machines are started from: taken out of the folder in which all images are kept, into Docker, once for
// each content.
import { mkdir, rename, stat } from 'node:fs/promises'
import { type AddressInfo, type Server } from 'node:net'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { ownEnvironment } from '../account/environment.js'
import { docker, tryDocker } from '../docker/docker.js'
import { imagesFolder } from '../images/machines.js'
import { isMade, readMade, storageOf } from '../images/made.js'
import { pathInRegistry } from '../images/name.js'
import { type Recipe, readRecipes, recipesFolder } from '../images/recipe.js'
import { registryOver } from './registry.js'

/** The machine image in Docker. */
export interface MachineImage {
  readonly tag: string
  /** A file with Docker Compose, as machines download it. */
  readonly compose: string
}

const composeInImage = '/usr/share/sandbox-docker-compose'

/**
 * @param folder of images
 * @param others ids of images that have to be there too
 * @returns the recipe of the machine's image, where all of them were made as they are now
 */
export async function findMachineRecipe(folder: string, others: readonly string[]): Promise<Recipe | undefined> {
  const made = await readMade(folder)
  const there = (await readRecipes(recipesFolder)).filter((recipe) => isMade(recipe, made))
  const hasAll = others.every((id) => there.some((recipe) => recipe.id === id))
  return hasAll ? there.find(({ id }) => id === 'machine') : undefined
}

/** Sees to it that Docker has the image. @throws Error with Docker's words */
export async function loadMachineImage(folder: string, { key, names }: Recipe): Promise<MachineImage> {
  const tag = `geusemaker-sandbox/machine:${key}`
  const compose = join(folder, 'machine', `docker-compose-${key}`)
  if ((await tryDocker(['image', 'inspect', '--format', '{{.Id}}', tag])).exitCode !== 0)
    await pull(folder, pathInRegistry(names[0] ?? ''), tag)
  if (!(await isThere(compose))) await takeCompose(tag, compose)
  return { tag, compose }
}

/**
 * Takes an image that machines pull out of the folder in which they are kept, into the Docker of this computer.
 * @param name as machines pull it, like `unclecode/crawl4ai:0.9.6`
 * @returns its tag in Docker
 * @throws Error with Docker's words, where it was not made
 */
export async function pullMade(name: string): Promise<string> {
  const path = pathInRegistry(name)
  const tag = `geusemaker-sandbox/${path}`
  await pull(imagesFolder(ownEnvironment()), path, tag)
  return tag
}

/** From a registry on the loopback, as Docker trusts it without TLS. */
async function pull(folder: string, path: string, tag: string): Promise<void> {
  const server = createServer(registryOver(storageOf(folder))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const source = `127.0.0.1:${((server as Server).address() as AddressInfo).port}/${path}`
  try {
    await docker(['pull', '--quiet', source])
    await docker(['tag', source, tag])
    await docker(['image', 'rm', source])
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/** The plugin is in the image but not in its place: machines download it, as they do on AWS. */
async function takeCompose(tag: string, compose: string): Promise<void> {
  await mkdir(join(compose, '..'), { recursive: true })
  const container = await docker(['create', tag])
  try {
    await docker(['cp', `${container}:${composeInImage}`, `${compose}.${process.pid}`])
    await rename(`${compose}.${process.pid}`, compose)
  } finally {
    await docker(['rm', '--force', container])
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
