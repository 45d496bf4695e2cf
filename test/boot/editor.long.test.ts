// n8n's editor in a true browser, over the public URL: its owner logs in, a new workflow is open, and the websocket by
// which it hears of runs stays open for longer than anything on the way waits for a silent connection by itself.
import { spawn } from 'node:child_process'
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pullMade } from '@geuse/sandbox'
import { expect } from 'chai'
import { onRealMachines } from '../support/real-machines.js'
import { RealStack } from '../support/real-stack.js'
import { root } from '../support/test-account.js'

/** Seconds for which the editor is looked at: most proxies end a silent connection after 60. */
const looked = 75
/** File to keep the picture in, for whoever wants to look at it. */
const kept = process.env['GM_EDITOR_PICTURE']

interface Seen {
  readonly at: string
  readonly text: string
  readonly sockets: readonly { readonly url: string; readonly closed: boolean }[]
}

interface Service {
  readonly id: string
  readonly settings: Readonly<Record<string, { readonly default: string }>>
}

onRealMachines(
  "n8n's editor in a browser",
  function () {
    this.timeout(20 * 60_000)
    let stack: RealStack
    let folder: string
    before(async () => {
      stack = await RealStack.open()
      await stack.deploy()
      folder = await mkdtemp(join(tmpdir(), 'gm-editor-'))
      await chmod(folder, 0o777)
    })
    after(async () => {
      await stack.close()
      await rm(folder, { recursive: true, force: true })
    })

    it('is there for its owner, and its websocket stays open', async () => {
      const { at, text, sockets } = await look(await browser())
      expect(at).to.match(/^https:\/\/203\.0\.113\.\d+\/workflow\//)
      expect(text).to.match(/workflow/i)
      const pushes = sockets.filter(({ url }) => url.includes('/rest/push'))
      expect(pushes).to.have.length(1)
      expect(pushes[0]).to.include({ closed: false })
      const picture = await readFile(join(folder, 'editor.png'))
      if (kept !== undefined) await copyFile(join(folder, 'editor.png'), kept)
      expect(picture.length, 'bytes of the picture: an empty page has some 5000').to.be.greaterThan(20_000)
    })

    /** Crawl4AI's image has one. */
    const browser = async (): Promise<string> => {
      const services = await stack.world.json<Service[]>(['services'])
      return pullMade(services.find(({ id }) => id === 'crawl4ai')?.settings['image']?.default ?? '')
    }

    const look = async (image: string): Promise<Seen> => {
      const { owner, url } = await stack.site()
      const script = join(root, 'test', 'support', 'editor.py')
      const container = ['run', '--rm', '--interactive', '--network=host', '--user=0', '--shm-size=512m']
      const mounts = ['--volume', `${script}:/editor.py:ro`, '--volume', `${folder}:/pictures`]
      const words = [url, stack.world.account.endpoint, owner?.username ?? '', String(looked), '/pictures/editor.png']
      const child = spawn('docker', [...container, ...mounts, image, 'python3', '/editor.py', ...words], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      child.stdin.end(`${owner?.secret}\n`)
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
      const code = await new Promise((resolve) => child.once('close', resolve))
      expect(code, said).to.equal(0)
      return JSON.parse(said) as Seen
    }
  },
  'all',
)
