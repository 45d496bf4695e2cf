// The five services, for plugins that build on them and for tests.
export { crawl4ai } from './crawl4ai.js'
export { n8n } from './n8n.js'
export { ollama } from './ollama.js'
export { postgres } from './postgres.js'
export { qdrant } from './qdrant.js'
