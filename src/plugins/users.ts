// Which stacks on this computer are made of something of a plugin.
import type { Host } from '@geuse/core/host'

/**
 * @param host the world
 * @param plugin name of its package
 * @returns names of stacks that are not destroyed and were deployed with it; those that cannot be read are not told
 */
export async function stacksWith({ store }: Host, plugin: string): Promise<string[]> {
  const names = await store.list()
  const documents = await Promise.all(names.map((name) => store.load(name).catch(() => undefined)))
  return documents.flatMap((document) => {
    if (document === undefined || document.status === 'destroyed') return []
    const { plugins, nodes } = document
    const isUsed = plugins.some(({ name, tiers, services }) => name === plugin && tiers.length + services.length > 0)
    const hasMade = Object.values(nodes).some((node) => node.plugin.startsWith(`${plugin}@`) || node.plugin === plugin)
    return isUsed || hasMade ? [document.stack_name] : []
  })
}
