// What this computer lacks for making images, said before anything is downloaded, with what to type.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Recipe } from './recipe.js'

const run = promisify(execFile)

/** Programs that every image needs, with the Debian package that has them. */
const always: Readonly<Record<string, string>> = {
  docker: 'docker.io',
  'docker-registry': 'docker-registry',
  mmdebstrap: 'mmdebstrap',
  npm: 'npm',
  python3: 'python3',
}

/** Programs that some recipes need. */
const sometimes: Readonly<Record<string, string>> = { go: 'golang-go', 'g++': 'g++' }

/** Whether something can be run; a parameter for tests. */
export type Runs = (program: string, args: readonly string[]) => Promise<boolean>

/** Asks the shell, which finds programs as the recipes will. */
export async function canRun(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, [...args]).then(
    () => true,
    () => false,
  )
}

/**
 * What is missing.
 * @param recipes those that will be made
 * @param uid of this process
 * @param runs whether a program can be run
 * @returns a sentence each, with the command that helps; none when everything is there
 */
export async function whatIsMissing(recipes: readonly Recipe[], uid: number, runs: Runs): Promise<string[]> {
  const wanted = { ...always }
  for (const name of new Set(recipes.flatMap(({ needs }) => needs))) wanted[name] = sometimes[name] ?? name
  const absent: string[] = []
  for (const [program, debian] of Object.entries(wanted)) {
    if (!(await runs('sh', ['-c', 'command -v "$1"', '-', program]))) absent.push(debian)
  }
  if (!absent.includes('python3') && !(await runs('python3', ['-c', 'import venv, ensurepip'])))
    absent.push('python3-venv')
  return [
    ...(absent.length > 0
      ? [`missing: ${absent.join(', ')}; on Debian: apt-get install -y --no-install-recommends ${absent.join(' ')}`]
      : []),
    ...(uid === 0 ? [] : ['a Debian is unpacked with its owners, which only root may do: run it as root']),
  ]
}
