// The table of images: what gm pins, what the sandbox's real instances run under that name, and how the two differ.
// What an image lacks is said beside its recipe, and a pin without a recipe is a mistake.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.mjs'

/** @returns {Promise<string[][]>} a row for each image that gm pins: name, what runs, what differs */
export async function imageRows() {
  const { readRecipes, recipesFolder } = await built('packages/sandbox/dist/images/recipe.js')
  const recipes = await readRecipes(recipesFolder)
  return (await pins()).map((pin) => {
    const recipe = recipes.find(({ names }) => names.includes(pin))
    if (recipe === undefined) throw new Error(`no recipe in packages/sandbox/images makes ${pin}, which gm pins`)
    return [`\`${pin}\``, recipe.runs, recipe.differs.join('; ')]
  })
}

/** Of the bundled services, and of the reverse proxy. */
async function pins() {
  const [services, { edgeImage }, { describeSettings }] = await Promise.all([
    built('packages/plugin-services/dist/index.js'),
    built('packages/core/dist/compose/edge.js'),
    built('packages/core/dist/compose/settings.js'),
  ])
  const settings = Object.values(services).flatMap((service) => Object.entries(describeSettings(service)))
  const images = settings.filter(([key]) => /(^|-)image$/.test(key)).map(([, { default: usual }]) => usual)
  return [...images, edgeImage].sort()
}

function built(path) {
  return import(pathToFileURL(join(root, path)).href)
}
