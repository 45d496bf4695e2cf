// Questions, asked before a run and only where somebody can answer them: on a terminal. Elsewhere a question is an
// error that names the whole command that needs no answer. The prompting library is loaded when something is asked.
import { GmError } from '@geuse/plugin-api'

/** The questions that gm asks. Each rejects with CONFIRMATION_NEEDED where nobody can answer, INTERRUPTED at Ctrl-C. */
export interface Prompts {
  /** Yes or no. @param usual what enter means; no without it */
  confirm(question: string, usual?: boolean): Promise<boolean>
  /** Yes only when exactly this text is typed: for what cannot be undone. */
  confirmByTyping(question: string, text: string): Promise<boolean>
  /**
   * A line of text.
   * @param flag that says it where nobody can be asked
   * @param validate true, or what is wrong with it
   * @param usual what enter means
   */
  input(question: string, flag: string, validate: (answer: string) => true | string, usual?: string): Promise<string>
  /**
   * Text that is not shown, typed twice where it is new.
   * @param flag that says it where nobody can be asked
   * @param validate true, or what is wrong with a new one
   */
  secret(question: string, flag: string, validate?: (answer: string) => true | string): Promise<string>
  /** An e-mail address. @param flag that says it where nobody can be asked */
  email(question: string, flag: string): Promise<string>
  /** One of several. @param flag that says it where nobody can be asked. @param usual what enter means */
  choose(question: string, choices: readonly Choice[], flag: string, usual?: string): Promise<string>
  /** Some of several, all of them beforehand. @param flag that says it where nobody can be asked */
  chooseSome(question: string, choices: readonly Choice[], flag: string): Promise<string[]>
}

/** What can be chosen. */
export interface Choice {
  readonly value: string
  /** As it is shown. */
  readonly name: string
}

/** A question as the library takes it. */
export interface Question {
  readonly type: 'confirm' | 'input' | 'password' | 'select' | 'checkbox'
  readonly name: 'answer'
  readonly message: string
  readonly default?: boolean | string | undefined
  readonly choices?: readonly (Choice & { readonly checked?: true; readonly short?: string })[]
  /** Whether none of several is no answer. */
  readonly required?: true
  readonly validate?: (answer: string) => true | string
}

/** Asks one question. */
export type Ask = (question: Question) => Promise<unknown>

/** Where questions are asked. */
export interface PromptOptions {
  /** Whether stdin and stdout are terminals: both. */
  readonly interactive: boolean
  /** What was typed, to be typed again with the answer; a flag is added to it. */
  readonly command: string
  readonly ask?: Ask
}

/**
 * @param options where questions are asked
 * @returns the questions
 */
export function makePrompts({ interactive, command, ask = askOnTerminal }: PromptOptions): Prompts {
  const answer = async (question: Omit<Question, 'name'>, flag: string): Promise<unknown> => {
    if (!interactive) throw unanswerable(question.message, flag.startsWith('-') ? `${command} ${flag}` : flag)
    return await ask({ ...question, name: 'answer' }).catch((error: unknown) => {
      throw stopped(error)
    })
  }
  return {
    confirm: async (message, usual = false) =>
      (await answer({ type: 'confirm', message, default: usual }, '--yes')) === true,
    confirmByTyping: async (message, text) => {
      const typed = await answer({ type: 'input', message: `${message} Type ${text} to go on:` }, '--yes')
      return String(typed).trim() === text
    },
    input: async (message, flag, validate, usual) =>
      String(await answer({ type: 'input', message, validate, ...present(usual) }, flag)).trim(),
    secret: async (message, flag, validate) => {
      const typed = String(await answer({ type: 'password', message, validate: validate ?? notEmpty }, flag))
      if (validate === undefined) return typed
      const same = (again: string): true | string => again === typed || 'not the same'
      return String(await answer({ type: 'password', message: 'The same again:', validate: same }, flag))
    },
    email: async (message, flag) => String(await answer({ type: 'input', message, validate: validEmail }, flag)).trim(),
    choose: async (message, choices, flag, usual) =>
      String(await answer({ type: 'select', message, choices: choices.map(shortly), ...present(usual) }, flag)),
    chooseSome: async (message, choices, flag) => {
      const all = choices.map((choice) => ({ ...shortly(choice), checked: true as const }))
      return [await answer({ type: 'checkbox', message, choices: all, required: true }, flag)].flat().map(String)
    },
  }
}

/** What is left of a question that was answered is short, where what is chosen is a word. */
function shortly(choice: Choice): Choice & { readonly short?: string } {
  return /^\S+$/.test(choice.value) ? { ...choice, short: choice.value } : choice
}

function present(usual: string | undefined): { readonly default?: string } {
  return usual === undefined ? {} : { default: usual }
}

/** @param text typed. @returns true, or what is wrong with it */
export function validEmail(text: string): true | string {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) || 'an e-mail address, like you@example.com'
}

function notEmpty(answer: string): true | string {
  return answer !== '' || 'something has to be typed'
}

function unanswerable(question: string, hint: string): GmError {
  const text = `Nobody can answer here ("${question}"): stdin and stdout are not both terminals`
  return new GmError('CONFIRMATION_NEEDED', text, { hints: [hint] })
}

/**
 * The library rejects by names, not by a class that could be asked for; its own words say nothing that this does not.
 */
function stopped(error: unknown): unknown {
  const name = error instanceof Error ? error.name : ''
  if (name !== 'ExitPromptError' && name !== 'AbortPromptError') return error
  return new GmError('INTERRUPTED', 'Stopped at a question; nothing was done')
}

/** Lines of choices that are seen at once: of those beyond, the library says nothing. A menu has fewer. */
const pageSize = 16

/** Asks on stderr, so that stdout stays the result's. */
const askOnTerminal: Ask = async (question) => {
  const { default: inquirer } = await import('inquirer')
  const prompt = inquirer.createPromptModule({ output: process.stderr })
  const answers = await prompt([{ pageSize, ...question } as never])
  return (answers as { readonly answer?: unknown }).answer
}
