// A plugin that imports what is not installed with it works on its author's computer, where development dependencies
// are, and nowhere else. Node names the package and a path; what to change in package.json, it cannot know.

/** The part of a package.json that says what comes with a package. */
export interface PackageLists {
  readonly dependencies?: Readonly<Record<string, string>> | undefined
  readonly peerDependencies?: Readonly<Record<string, string>> | undefined
  readonly devDependencies?: Readonly<Record<string, string>> | undefined
}

/** As Node says it of `import` and of `require`; oclif keeps the words and loses the code. */
const notFound = /Cannot find (?:package|module) '(?<specifier>[^']+)'/

/**
 * @param error what was thrown when the plugin's hook was loaded
 * @param lists the plugin's package.json
 * @returns the same, saying where the package has to be listed; nothing where it is listed well or is none of npm's
 */
export function missingPackage(error: unknown, lists: PackageLists): Error | undefined {
  const name = packageIn(error)
  if (name === undefined || name in { ...lists.dependencies, ...lists.peerDependencies }) return undefined
  const where =
    name in { ...lists.devDependencies }
      ? 'its package.json lists it under devDependencies, which are not installed with a plugin; it belongs under dependencies'
      : 'its package.json must list it under dependencies'
  return new Error(`it imports ${name}, which is not installed: ${where}`, { cause: error })
}

/** Name of the package that was looked for in vain; nothing for a file. */
function packageIn(error: unknown): string | undefined {
  const specifier = error instanceof Error ? notFound.exec(error.message)?.groups?.['specifier'] : undefined
  if (specifier === undefined || /^(?:[./\\]|\w+:)/.test(specifier)) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
