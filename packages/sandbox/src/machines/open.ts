// Real machines, where this computer can have them.
import type { Context } from '../account/context.js'
import { ownEnvironment } from '../account/environment.js'
import { findEngine } from '../docker/engine.js'
import { storageOf } from '../images/made.js'
import { imagesFolder } from '../images/machines.js'
import type { Recipe } from '../images/recipe.js'
import type { Certificates } from '../proxy/certificate.js'
import { findMachineRecipe, loadMachineImage } from './image.js'
import { RealMachines } from './machines.js'

/** @returns what machines are started from, or why there can be none, as a sentence */
export async function realMachinesHere(): Promise<{ readonly recipe: Recipe } | { readonly reason: string }> {
  const engine = await findEngine()
  if ('reason' in engine) return engine
  const recipe = await findMachineRecipe(imagesFolder(ownEnvironment()))
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
