import type { Checkpoint, Growth } from './growth.ts'
import type { Layout } from './layout.ts'

/** Tells whose price fell when something was kept. */
export interface GrowthReach {
  /** The choices that may be cheaper since a choice was taken; `before` is the growth before that. */
  cheaperAfter(choice: number, growth: Growth, before: Checkpoint): Set<number>
}

/** So many children that are left of an object are all asked again: with the last one its mark goes. */
const FEW = 3

/** The reach of what is taken of a layout. */
export function createGrowthReach({
  tree,
  frames,
  choices,
  partsOf,
  framesOf,
}: Layout): GrowthReach {
  const choiceOf = new Int32Array(tree.nodeOf.length).fill(-1)
  for (const { index } of choices) for (const part of partsOf(index)) choiceOf[part] = index
  const isFramed = new Uint8Array(frames.length)
  const left = Int32Array.from(tree.first, (first) => {
    let count = 0
    for (const _ of siblings(first, tree.after)) count++
    return count
  })

  function* besideIn(container: number, child: number, growth: Growth): Generator<number> {
    if (tree.isOneGap[container] === 1) {
      if (left[container]! <= FEW) yield* siblings(tree.first[container]!, tree.after)
      return
    }
    for (const links of [tree.before, tree.after]) {
      let sum = 0
      for (const at of siblings(links[child]!, links)) {
        if (growth.isKept(at) || sum > 2 * tree.mark[container]!) break
        yield at
        sum += tree.full[at]!
      }
    }
  }
  function* partsNear(growth: Growth, nodes: readonly number[]): Generator<number> {
    const opened = new Set(nodes)
    for (const node of nodes) {
      const container = tree.parent[node]!
      left[container]!--
      // What is in a container that was opened as well is reached with it.
      if (opened.has(container)) continue
      if (tree.first[node] !== -1) yield* range(tree.from[node]!, tree.to[node]!)
      for (const near of besideIn(container, node, growth)) {
        if (!growth.isKept(near)) yield* range(tree.from[near]!, tree.to[near]!)
      }
    }
  }
  return {
    cheaperAfter(choice, growth, before) {
      const found = new Set<number>()
      for (const part of partsNear(growth, growth.since(before))) found.add(choiceOf[part]!)
      for (const frame of framesOf(choice)) {
        if (isFramed[frame] === 1) continue
        isFramed[frame] = 1
        for (const part of frames[frame]!.members) found.add(choiceOf[part]!)
      }
      found.delete(-1)
      return found
    },
  }
}

function* siblings(start: number, links: Int32Array): Generator<number> {
  for (let at = start; at !== -1; at = links[at]!) yield at
}

function* range(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i++) yield i
}
