import type { Growth } from './growth.ts'
import type { PricedTree } from './priced-tree.ts'

/**
 * The parts of a growth, and those of each gap that is not longer than its mark; 1 for each that is kept. The first mark of a
 * text says what marks mean, and costs that much more.
 */
export function closeGaps(tree: PricedTree, growth: Growth): Uint8Array {
  const parts = new Uint8Array(tree.nodeOf.length)
  let extra = tree.firstMark
  const closeGap = (gap: readonly number[], mark: number): void => {
    const own = gap.reduce((sum, node) => sum + tree.full[node]!, 0)
    if (own > mark + extra) extra = 0
    else for (const node of gap) parts.fill(1, tree.from[node]!, tree.to[node]!)
  }
  // Depth is bounded by the tree.
  const walk = (container: number): void => {
    for (const { node, gap } of inside(tree, growth, container)) {
      if (gap !== undefined) closeGap(gap, tree.mark[container]!)
      else if (tree.first[node] === -1) parts[tree.from[node]!] = 1
      else walk(node)
    }
  }
  walk(0)
  return parts
}

/** What is kept in a container, and its gaps, in the order in which they are shown. */
function* inside(
  tree: PricedTree,
  growth: Growth,
  container: number,
): Generator<{ readonly node: number; readonly gap?: readonly number[] }> {
  const isOneGap = tree.isOneGap[container] === 1
  let isMarked = false
  for (let at = tree.first[container]!; at !== -1; at = tree.after[at]!) {
    if (growth.isKept(at)) {
      yield { node: at }
      isMarked = isOneGap && isMarked
    } else if (!isMarked) {
      yield { node: at, gap: gapFrom(tree, growth, at) }
      isMarked = true
    }
  }
}

/** The dropped children from one on: of a container that is one gap all, else those that follow it at once. */
function gapFrom(tree: PricedTree, growth: Growth, start: number): number[] {
  const isOneGap = tree.isOneGap[tree.parent[start]!] === 1
  const gap: number[] = []
  for (let at = start; at !== -1; at = tree.after[at]!) {
    if (!growth.isKept(at)) gap.push(at)
    else if (!isOneGap) break
  }
  return gap
}
