// What the containers of a service are called on its instance.

/** @returns `<service>` for the main container, `<service>-<container>` for any other */
export function containerName(service: string, container: string): string {
  return container === 'main' ? service : `${service}-${container}`
}

/** @returns whether a container, by its name, is one of the service */
export function isContainerOf(service: string, name: string): boolean {
  return name === service || name.startsWith(`${service}-`)
}
