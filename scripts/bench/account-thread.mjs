// An account of the sandbox in a thread of its own, so that what is measured does not share its event loop; it ends
// with the process, however that ends.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

/**
 * @param {object} options of `startAccount`
 * @returns the account: its environment, and its administration over HTTP
 */
export async function openAccount(options) {
  const worker = new Worker(new URL(import.meta.url), { workerData: options })
  const [{ endpoint, env, python, motoEndpoint }] = await once(worker, 'message')
  const ask = async (method, path, body) =>
    (await fetch(`${endpoint}/_sandbox/${path}`, { method, ...(body && { body: JSON.stringify(body) }) })).json()
  return {
    env,
    python,
    motoEndpoint,
    calls: async () => (await ask('GET', 'calls')).calls,
    settings: (change) => ask('POST', 'settings', change),
    reset: () => ask('POST', 'reset'),
    stop: async () => {
      worker.postMessage('stop')
      await once(worker, 'exit')
    },
  }
}

if (!isMainThread && workerData !== null) await hold()

async function hold() {
  const { startAccount } = await import('@geuse/sandbox')
  const account = await startAccount(workerData)
  parentPort.once('message', async () => {
    await account.stop()
    process.exit()
  })
  parentPort.postMessage({
    endpoint: account.endpoint,
    env: account.env,
    python: account.python,
    motoEndpoint: account.motoEndpoint,
  })
}
