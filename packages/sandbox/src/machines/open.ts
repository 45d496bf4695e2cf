// Real machines, where this computer can have them.
import type { Context } from '../account/context.js'
import { ownEnvironment } from '../account/environment.js'
import { findEngine, openEngine } from '../docker/engine.js'
import { storageOf } from '../images/made.js'
import { imagesFolder } from '../images/machines.js'
import type { Recipe } from '../images/recipe.js'
import type { Certificates } from '../proxy/certificate.js'
import { findMachineRecipe, loadMachineImage } from './image.js'
import { RealMachines } from './machines.js'

/**
 * A Docker daemon that is installed and does not run is started where the images have been made.
 * @param services ids of images that machines are to pull, beside what they are started from
 * @returns what machines are started from, or why there can be none, as a sentence
 */
export async function realMachinesHere(
  services: readonly string[] = [],
): Promise<{ readonly recipe: Recipe } | { readonly reason: string }> {
  const folder = imagesFolder(ownEnvironment())
  const recipe = await findMachineRecipe(folder, services)
  const engine = recipe === undefined ? await findEngine() : await openEngine(folder)
  if ('reason' in engine) return engine
  return recipe === undefined
    ? { reason: 'Real machines need their images, which have not been made: npm run machines.' }
    : { recipe }
}

/** @throws Error with the reason where this computer cannot have them */
export async function openRealMachines(certificates: Certificates, context: () => Context): Promise<RealMachines> {
  const here = await realMachinesHere()
  if ('reason' in here) throw new Error(here.reason)
  const environment = ownEnvironment()
  const folder = imagesFolder(environment)
  const image = await loadMachineImage(folder, here.recipe)
  return RealMachines.open({ image, storage: storageOf(folder), certificates, context, environment })
}
