// How long a run has still to go, guessed from what its nodes are expected to take: the longest chain of what is open.
import { isOver, type NodeView, type RunView } from './view.js'

/**
 * @param view the run
 * @param now milliseconds since the epoch
 * @returns expected milliseconds to its end; 0 when nothing is open
 */
export function remaining(view: RunView, now: number): number {
  const byId = new Map(view.nodes.map((node) => [node.id, node]))
  const known = new Map<string, number>()
  const until = (node: NodeView): number => {
    const before = known.get(node.id)
    if (before !== undefined) return before
    known.set(node.id, 0)
    const longest = Math.max(
      0,
      ...node.deps.map((dep) => byId.get(dep)).map((dep) => (dep === undefined ? 0 : until(dep))),
    )
    const total = longest + ownRemaining(node, now)
    known.set(node.id, total)
    return total
  }
  return Math.max(0, ...view.nodes.map(until))
}

/** What is late is expected to need a tenth more, so that the guess never says "now" for minutes. */
function ownRemaining(node: NodeView, now: number): number {
  if (isOver(node)) return 0
  const expected = node.seconds * 1000
  if (node.startedAt === undefined) return expected
  return Math.max(expected - (now - node.startedAt), expected / 10)
}
