// Outlives an account for a moment: when it has ended, however it did, its containers and files are taken away.
// Networks go by themselves.
import { rm } from 'node:fs/promises'
import { removeLabelled } from '../machines/leftovers.js'

const [label = '', folder = ''] = process.argv.slice(2)

async function reap(): Promise<void> {
  await removeLabelled(label)
  await rm(folder, { recursive: true, force: true })
}

process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
// What it listens to holds it.
process.on('message', () => undefined)
process.once('disconnect', () => {
  void reap().finally(() => process.exit(0))
})
