// Where a registry keeps an image that Docker pulls by this name.

/**
 * The path and tag inside a registry: without the registry's own host name, and with Docker Hub's `library/` where a
 * name has no folder, as Docker asks for it.
 * @param name like `postgres:17.11` or `docker.n8n.io/n8nio/n8n:2.46.5`
 */
export function pathInRegistry(name: string): string {
  const [first = '', ...rest] = name.split('/')
  const path = rest.length > 0 && /[.:]/.test(first) ? rest.join('/') : name
  return path.includes('/') ? path : `library/${path}`
}
