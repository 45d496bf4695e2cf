// The tables of a bundle, as rows.
import type { Bundle } from './bundle.js'

/** The rows of a table; a dash is an empty cell, an absent table has no rows. */
export const rows = (bundle: Bundle, table: string): string[][] => {
  const text = bundle.files.get(`plan/${table}.tsv`)?.text ?? ''
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t').map((cell) => (cell === '-' ? '' : cell)))
}

/** One value of the stack's table, or ''. */
export const stackValue = (bundle: Bundle, key: string): string =>
  rows(bundle, 'stack').find(([name]) => name === key)?.[1] ?? ''

/** Every parameter that the machine must read, below the parameter path: those of files, and those of templates. */
export const neededParameters = (bundle: Bundle): string[] => {
  const files = rows(bundle, 'secrets').map(([parameter = '']) => parameter)
  const inTemplates = [...bundle.files]
    .filter(([path]) => path.startsWith('templates/'))
    .flatMap(([, { text }]) => [...text.matchAll(/@@([A-Za-z0-9/_.-]+)@@/g)].map((match) => match[1] ?? ''))
  return [...new Set([...files, ...inTemplates])]
}
