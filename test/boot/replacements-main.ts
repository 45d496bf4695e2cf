// `npm run replacements -- 20`: so many machines end while rows are written, half of them as EC2 ends one and half as
// if the host had lost its power; a line for each, and what it comes to. Exit code 1 where a row is missing.
import { RealStack } from '../support/real-stack.js'
import { type Replacement, replaceOnce, told, withVectors } from './replacements.js'

const rounds = Number(process.argv[2] ?? 20)
const stack = await RealStack.open(withVectors)
const all: Replacement[] = []
try {
  await stack.deploy()
  for (let round = 1; round <= rounds; round += 1) {
    const replacement = await replaceOnce(stack, round, round % 2 === 1 ? 'kill' : 'terminate')
    all.push(replacement)
    process.stdout.write(`${round}. ${told(replacement)}\n`)
  }
} finally {
  await stack.close()
}
const missing = all.reduce((sum, one) => sum + one.missing, 0)
const acknowledged = all.reduce((sum, one) => sum + one.acknowledged, 0)
process.stdout.write(
  `${all.length} replacements: ${acknowledged} rows acknowledged, ${missing} missing; log-in after ${spread(all.map(({ answering }) => answering))} s, ` +
    `copies ${spread(all.map(({ recoveryPoint }) => recoveryPoint))} s old\n`,
)
process.exitCode = missing > 0 || all.length < rounds ? 1 : 0

/** @returns the least, the middle and the most */
function spread(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other)
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].join(' / ')
}
