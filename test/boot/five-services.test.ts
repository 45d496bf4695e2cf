// All five services on a real machine: one workflow goes through them with the credentials that gm imported, and no
// secret is anywhere but in the machine's memory, and in n8n's own settings.
import { expect } from 'chai'
import { collection, webhookPath, workflow } from '../support/five-services-workflow.js'
import type { PublicSite } from '../support/public-site.js'
import { onRealMachines } from '../support/real-machines.js'
import { RealStack } from '../support/real-stack.js'
import { until } from '../support/until.js'

const all = [
  '--set',
  'n8n.owner-email=owner@example.com',
  '--set',
  'ollama.models=llama3.2:1b,nomic-embed-text',
  '--yes',
]

onRealMachines(
  'the five services on a real machine',
  function () {
    this.timeout(20 * 60_000)
    let stack: RealStack
    let site: PublicSite

    before(async () => {
      stack = await RealStack.open(all)
    })
    after(() => stack.close())

    const api = async (path: string, body: object): Promise<Record<string, string>> => {
      const { status, text } = await site.ask(path, body)
      expect(status, text).to.equal(200)
      return (JSON.parse(text) as { data: Record<string, string> }).data
    }

    it('are deployed, and say so', async () => {
      await stack.deploy()
      site = await stack.site()
    })

    it('are all healthy, and the models are there', async () => {
      const running = "docker ps --format '{{.Names}} {{.Status}}' | grep -c '(healthy)'"
      await until('seven healthy containers', async () => ((await stack.bash(running)) === '7' ? true : undefined), 300)
      const models = async () => (await stack.status()).jobs.find(({ job }) => job === 'models')
      const ended = await until(
        'the models',
        async () => ((await models())?.state === 'running' ? undefined : await models()),
        300,
      )
      expect(ended).to.include({ service: 'ollama', state: 'ok', text: 'nomic-embed-text: success' })
    })

    it('are all used by one workflow, with the credentials that gm imported', async () => {
      expect((await site.logIn()).status).to.equal(200)
      const { id = '', versionId = '' } = await api('/rest/workflows', workflow)
      await api(`/rest/workflows/${id}/activate`, { versionId })
      const answer = await until(
        'the webhook to be there',
        async () => {
          const said = await site.ask(`/webhook/${webhookPath}`)
          return said.status === 404 ? undefined : said
        },
        60,
      )
      expect(answer.status, answer.text).to.equal(200)
      const { stored, heading, written } = JSON.parse(answer.text) as Record<string, unknown>
      expect({ heading, written }).to.deep.equal({ heading: '# Stacks', written: true })
      expect(stored).to.be.greaterThan(0)
      const ask = `curl -fsS -H "api-key: $(cat /run/geusemaker/secrets/qdrant/api-key)" "http://127.0.0.1:6333/collections/$1"`
      const found = JSON.parse(await stack.bash(ask, collection)) as { result: { points_count: number } }
      expect(found.result.points_count).to.be.greaterThan(0)
    })

    it('are kept where they should be: rows in PostgreSQL, points on the disk and not on the file system', async () => {
      const count = "docker exec postgres psql -U postgres -At -d n8n_db -c 'select count(*) from workflow_entity'"
      expect(await stack.bash(count)).to.equal('1')
      expect(await stack.bash('stat -c %m /var/lib/geusemaker/qdrant/storage/collections/pages')).not.to.equal(
        '/mnt/efs',
      )
    })

    it('refuse who has no key', async () => {
      const status = 'curl -s -o /dev/null -w %{http_code} "$@"'
      expect(await stack.bash(status, 'http://127.0.0.1:6333/collections')).to.equal('401')
      expect(await stack.bash(status, '-d', '{"url":"raw:a"}', 'http://127.0.0.1:11235/md')).to.equal('401')
    })

    it('keep every secret in memory alone, but for the one that n8n writes down itself', async () => {
      // Ends with the names of files, containers and logs that hold one; the words themselves are given on stdin.
      const search = `shopt -s globstar nullglob
cd /run/geusemaker/secrets && for file in **/*; do [[ -f $file ]] && { cat "$file"; echo; }; done | sort -u >/run/words
docker ps -aq | xargs docker inspect | grep -qFf /run/words && echo inspect
journalctl -o cat | grep -qFf /run/words && echo journal
docker ps -aq | while read -r id; do docker logs "$id" 2>&1; done | grep -qFf /run/words && echo logs
grep -rlFf /run/words /opt /etc /var/log /var/lib/cloud /var/lib/geusemaker /mnt/efs --exclude-dir=data 2>/dev/null
wc -l </run/words; rm /run/words`
      const lines = (await stack.bash(search)).split('\n')
      expect(Number(lines.pop())).to.be.greaterThan(6)
      // n8n writes its key into its home by itself, and has no switch against that; the file system is encrypted.
      expect(lines).to.deep.equal(['/mnt/efs/n8n/home/config'])
    })
  },
  'all',
)
