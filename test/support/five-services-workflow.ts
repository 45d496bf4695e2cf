// A workflow through all five services: a page is read by Crawl4AI, a model of Ollama writes about it, both texts go
// into Qdrant as vectors of another model, and code counts what went in. It uses the credentials that gm imported.

/** Path of its webhook. */
export const webhookPath = 'through-all-five'
/** The collection of Qdrant that it writes to. */
export const collection = 'pages'

/** Crawl4AI takes a page as text too: nothing here reaches the world. */
const page = `raw:<html><body><h1>Stacks</h1><p>${'A stack of five services says hello. '.repeat(20)}</p></body></html>`

function node(name: string, type: string, typeVersion: number, parameters: object, more: object = {}) {
  return { id: name, name, type, typeVersion, position: [0, 0], parameters, ...more }
}

function post(url: string, body: object) {
  return { method: 'POST', url, sendBody: true, specifyBody: 'json', jsonBody: JSON.stringify(body), options: {} }
}

function to(name: string, type = 'main') {
  return { [type]: [[{ node: name, type, index: 0 }]] }
}

/** As n8n's API takes it. */
export const workflow = {
  name: 'Through all five',
  settings: {},
  nodes: [
    node(
      'Webhook',
      'n8n-nodes-base.webhook',
      2,
      { path: webhookPath, responseMode: 'lastNode', options: {} },
      {
        webhookId: '31111111-1111-4111-8111-111111111111',
      },
    ),
    node(
      'Crawl',
      'n8n-nodes-base.httpRequest',
      4.2,
      {
        ...post('http://crawl4ai:11235/md', { url: page, f: 'raw' }),
        authentication: 'genericCredentialType',
        genericAuthType: 'httpHeaderAuth',
      },
      { credentials: { httpHeaderAuth: { id: 'gm-crawl4ai', name: 'Crawl4AI (this stack, http://crawl4ai:11235)' } } },
    ),
    node('Write', 'n8n-nodes-base.httpRequest', 4.2, {
      ...post('http://ollama:11434/api/generate', { model: 'llama3.2:1b', prompt: 'hello', stream: false }),
    }),
    node(
      'Store',
      '@n8n/n8n-nodes-langchain.vectorStoreQdrant',
      1,
      { mode: 'insert', qdrantCollection: { __rl: true, mode: 'id', value: collection }, options: {} },
      { credentials: { qdrantApi: { id: 'gm-qdrant', name: 'Qdrant (this stack)' } } },
    ),
    node(
      'Vectors',
      '@n8n/n8n-nodes-langchain.embeddingsOllama',
      1,
      { model: 'nomic-embed-text:latest' },
      { credentials: { ollamaApi: { id: 'gm-ollama', name: 'Ollama (this stack)' } } },
    ),
    node('Load', '@n8n/n8n-nodes-langchain.documentDefaultDataLoader', 1, { options: {} }),
    node('Split', '@n8n/n8n-nodes-langchain.textSplitterCharacterTextSplitter', 1, { chunkSize: 200 }),
    node('Count', 'n8n-nodes-base.code', 2, {
      jsCode: `const page = $('Crawl').first().json.markdown
return [{ json: { stored: $input.all().length, heading: page.split('\\n')[0], written: $('Write').first().json.done } }]`,
    }),
  ],
  connections: {
    Webhook: to('Crawl'),
    Crawl: to('Write'),
    Write: to('Store'),
    Store: to('Count'),
    Vectors: to('Store', 'ai_embedding'),
    Load: to('Store', 'ai_document'),
    Split: to('Load', 'ai_textSplitter'),
  },
}
