// The recipes of images: a folder each in `images/`, with what it is called and how it differs from the image that it
// stands for (image.json), how its parts come from package registries (make.sh), and how they are put together
// (Dockerfile). Each has a key, which changes when anything changes that it is made from.
import { createHash } from 'node:crypto'
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Where the recipes are that came with the sandbox. */
export const recipesFolder = fileURLToPath(new URL('../../images', import.meta.url))

const description = 'image.json'
/** Part of every recipe. */
const tools = 'tools.sh'

const imageSchema = z.strictObject({
  /** Names and tags by which instances pull it; none where others are made from it only. */
  names: z.array(z.string().regex(/^[a-z0-9.-]+(\/[a-z0-9._-]+)*:[\w.-]+$/)),
  /** The recipe whose image it starts from. */
  from: z.string().optional(),
  /** Programs that its make.sh starts, beside those that every recipe needs. */
  needs: z.array(z.string()).default([]),
  /** What really runs in it: product and version, and where these come from. */
  runs: z.string(),
  /** What is not as in the image of that name, a sentence each. */
  differs: z.array(z.string()),
})

/** What image.json says. */
export type ImageDescription = z.infer<typeof imageSchema>

/** One recipe, as it is on the disk. */
export interface Recipe extends ImageDescription {
  /** Of its folder, and of the image inside Docker: `gm-sandbox/<id>:<key>`. */
  readonly id: string
  readonly folder: string
  /** 16 hexadecimal digits. */
  readonly key: string
}

/**
 * Reads every recipe.
 * @param folder with a folder for each recipe
 * @returns by id, each after the one that it starts from
 * @throws Error where an image.json is not as it should be, or recipes start from each other
 */
export async function readRecipes(folder: string): Promise<Recipe[]> {
  const ids: string[] = []
  for (const { name } of await readdir(folder, { withFileTypes: true })) {
    if (await exists(join(folder, name, description))) ids.push(name)
  }
  const shared = await readFile(join(folder, tools))
  const read = new Map<string, Recipe>()
  const add = async (id: string, chain: readonly string[]): Promise<Recipe> => {
    const known = read.get(id)
    if (known !== undefined) return known
    if (chain.includes(id)) throw new Error(`Images start from each other: ${[...chain, id].join(' → ')}.`)
    if (!ids.includes(id)) throw new Error(`There is no recipe '${id}' in ${folder}.`)
    const described = await describe(join(folder, id))
    const parent = described.from === undefined ? undefined : await add(described.from, [...chain, id])
    const key = await keyOf(join(folder, id), [shared, Buffer.from(parent?.key ?? '')])
    const recipe = { ...described, id, folder: join(folder, id), key }
    read.set(id, recipe)
    return recipe
  }
  for (const id of ids.sort()) await add(id, [])
  return [...read.values()]
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function describe(folder: string): Promise<ImageDescription> {
  const path = join(folder, description)
  const read = imageSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`)
  return read.data
}

/** What is said about an image is no part of what it is made from. */
async function keyOf(folder: string, shared: readonly Buffer[]): Promise<string> {
  const hash = createHash('sha256')
  for (const each of shared) hash.update(`${each.length}\n`).update(each)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  for (const path of paths.sort()) {
    if (path === join(folder, description)) continue
    const content = await readFile(path)
    hash.update(`${path.slice(folder.length)}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}
