// What the host asks for: the five services.
import { apiVersion, contribute } from '@geuse/plugin-api'
import { crawl4ai } from './crawl4ai.js'
import { n8n } from './n8n.js'
import { ollama } from './ollama.js'
import { postgres } from './postgres.js'
import { qdrant } from './qdrant.js'

export default contribute({ api: apiVersion, services: [crawl4ai, n8n, ollama, postgres, qdrant] })
