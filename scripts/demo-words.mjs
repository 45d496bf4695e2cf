// What the demo says between the commands: headings, the commands as one would type them, and what was checked.

const { stdout } = process
const painted = stdout.isTTY === true && (process.env.NO_COLOR ?? '') === ''
const width = Math.min(80, stdout.columns ?? 80)
let number = 0

function paint(code, text) {
  return painted ? `\x1b[${code}m${text}\x1b[0m` : text
}

function bold(text) {
  return paint(1, text)
}

function quiet(text) {
  return paint(2, text)
}

function good(text) {
  return paint(32, text)
}

function say(text = '') {
  return stdout.write(`${text}\n`)
}

/**
 * Says plainly what is real here and what is not.
 * @param {number} speed AWS seconds a second
 * @param {boolean} real whether instances are real machines
 */
export function opening(speed, real) {
  say()
  say(bold('GeuseMaker on this computer'))
  say()
  say('gm is the real one: real AWS SDK calls, real state, a real kill.')
  say('The AWS account is moto, an emulator, behind a proxy that adds what moto lacks.')
  if (real) {
    say(`The instance is ${bold('real')}: a container with systemd in which cloud-init runs the UserData it was`)
    say('given. Nothing here reaches AWS or costs anything.')
  } else {
    say(`The instance is ${bold('simulated')}: it reads the UserData it was given and looks for all that`)
    say('a boot needs, but no container runs. Nothing here reaches AWS or costs anything.')
  }
  say(`The account's clock runs ${speed} times as fast as AWS. gm does not know, so what it`)
  say('thinks is left is what would be left in AWS.')
  say()
  say(quiet('Starting the account; the first time, moto is put into a folder of its own …'))
}

/** @param {string} title of the next act */
export function heading(title) {
  number += 1
  const words = ` ${number}  ${title} `
  say()
  say(quiet('──') + bold(words) + quiet('─'.repeat(Math.max(2, width - words.length - 2))))
  say()
}

/** @param {string} text as it is typed at a prompt */
export function command(text) {
  say(`${good('$')} ${bold(text)}`)
}

/** @param {string} text a sentence */
export function paragraph(text) {
  say(text)
}

/** @param {Record<string, number>} counts in columns */
export function table(counts) {
  const cells = Object.entries(counts).map(([type, count]) => `${String(count).padStart(4)} ${type}`.padEnd(26))
  for (let at = 0; at < cells.length; at += 3)
    say(
      cells
        .slice(at, at + 3)
        .join('')
        .trimEnd(),
    )
}

/**
 * @param {string[]} wrong what is not as it should be
 * @param {string} words what holds otherwise
 * @throws when anything is wrong
 */
export function check(wrong, words) {
  if (wrong.length > 0) throw new Error(`not so: ${words} (${wrong.join('; ')})`)
  say(`${good('✔')} ${words}`)
}

/** A killed process gives the cursor back to nobody. */
export function showCursor() {
  if (stdout.isTTY) stdout.write('\x1b[?25h\n')
}

/** @returns {number} the exit code of an interrupted demo */
export function stopped() {
  say()
  say('Stopped. The account and its stacks are gone with the demo; there is nothing to clean up.')
  return 130
}

/** @param {number} ms of the whole demo @param {number} calls of the AWS API */
export function total(ms, calls) {
  say()
  say(bold(`All of it took ${Math.round(ms / 1000)} s and ${calls} AWS calls.`))
  say('In an account of your own it is the same command, without the sandbox:')
  command('gm deploy my-stack')
}
