// The reference of commands, made from what oclif knows of them: what `gm COMMAND --help` says, on one page.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'
import { firstLine, table } from './markdown.mjs'

/** Options that every command has. */
const everywhere = ['debug', 'json']

/** @returns {Record<string, string>} the table of commands, and a section for each */
export function commandTables() {
  const manifest = join(root, 'oclif.manifest.json')
  if (!existsSync(manifest)) return { commands: 'Built with the commands.\n', 'command-sections': '' }
  const commands = Object.values(JSON.parse(readFileSync(manifest, 'utf8')).commands)
    .filter((command) => !command.hidden)
    .map((command) => ({ ...command, words: command.id.replaceAll(':', ' ') }))
    .sort((left, right) => (left.words < right.words ? -1 : 1))
  const rows = commands.map(({ words, summary, description }) => [
    `[\`gm ${words}\`](#gm-${words.replaceAll(' ', '-')})`,
    firstLine(summary ?? description ?? ''),
  ])
  return { commands: table(['command', 'what it does'], rows), 'command-sections': commands.map(section).join('\n') }
}

function section({ words, summary, description = '', args, flags, examples = [], aliases, usage }) {
  const parts = [
    `## gm ${words}`,
    `${summary}.`,
    description,
    aliases.length === 0 ? '' : `Also: ${aliases.map((alias) => `\`gm ${alias.replaceAll(':', ' ')}\``).join(', ')}.`,
    `\`\`\`text\n${usage === undefined ? usageOf(words, args) : `gm ${usage}`}\n\`\`\``,
    argumentTable(Object.values(args)),
    flagTable(Object.values(flags)),
    examples.length === 0 ? '' : `\`\`\`console\n${examples.map(example).join('\n')}\n\`\`\``,
  ]
  return `${parts
    .filter((part) => part !== '')
    .map((part) => part.trimEnd())
    .join('\n\n')}\n`
}

function usageOf(words, args) {
  const shown = Object.values(args).map(({ name, required }) => (required ? name : `[${name}]`).toUpperCase())
  return ['gm', words, ...shown, '[options]'].join(' ')
}

function argumentTable(args) {
  if (args.length === 0) return ''
  return table(
    ['argument', 'what'],
    args.map(({ name, description = '', options, required }) => [
      `\`${name.toUpperCase()}\``,
      `${escaped(description)}${choice(options)}${required ? '' : ' (can be left out)'}`,
    ]),
  )
}

function flagTable(flags) {
  const isOfTier = flags.some(({ helpGroup = '' }) => helpGroup.startsWith('TIER'))
  const shown = flags
    .filter(({ name, hidden }) => hidden !== true && !everywhere.includes(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  if (shown.length === 0) return ''
  return table(
    ['option', 'what', ...(isOfTier ? ['of'] : [])],
    shown.map((flag) => [
      flagWords(flag),
      `${escaped(flag.description ?? '')}${choice(flag.options)}${usual(flag)}`,
      ...(isOfTier ? [group(flag)] : []),
    ]),
  )
}

function flagWords({ name, char, type, allowNo, helpValue, options }) {
  const value = type === 'option' ? ` ${helpValue ?? (options === undefined ? 'VALUE' : 'WORD')}` : ''
  return `\`${char === undefined ? '' : `-${char}, `}--${allowNo ? '[no-]' : ''}${name}${value}\``
}

function group({ helpGroup = '' }) {
  return helpGroup.replace('TIER ', 'tiers ')
}

function choice(options) {
  return options === undefined ? '' : `: ${options.map((option) => `\`${option}\``).join(', ')}`
}

function usual({ default: value, type, multiple }) {
  const all = multiple === true ? '; may be repeated' : ''
  return `${value === undefined || type !== 'option' ? '' : `; \`${value}\` without it`}${all}`
}

function example(text) {
  return `$ ${text.replaceAll('<%= config.bin %>', 'gm')}`
}

function escaped(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
