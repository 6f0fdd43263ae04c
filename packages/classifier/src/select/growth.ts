import type { PricedTree } from './priced-tree.ts'

/** What is kept of a tree, part by part, with the exact price of all of it: containers and marks included. */
export interface Growth {
  /** Pieces of what is kept, of the containers around it and of a mark for each gap; at first those of one mark. */
  readonly cost: number
  isKept(node: number): boolean
  /** Keeps a part, and opens the containers around it. */
  keep(part: number): void
  /** A place to come back to. */
  mark(): Checkpoint
  /** Drops again what was kept since. */
  undo(to: Checkpoint): void
  /** The nodes that were opened or kept since, in order. */
  since(checkpoint: Checkpoint): readonly number[]
}

/** A state of a growth. */
export interface Checkpoint {
  readonly length: number
  readonly cost: number
}

/**
 * A growth of a tree of which nothing is kept yet. A gap costs its mark, or what it drops where that is less: such a gap
 * is closed in the end.
 */
export function createGrowth(tree: PricedTree): Growth {
  const kept = new Uint8Array(tree.parent.length)
  /** Of containers that are one gap: pieces of what is dropped in them. */
  const dropped = new Int32Array(tree.parent.length)
  const taken: number[] = []
  let cost = tree.firstMark

  /** What the gap on one side of a child costs; 0 where there is none. */
  const sideCost = (child: number, links: Int32Array, mark: number): number => {
    let sum = 0
    for (let at = links[child]!; at !== -1 && kept[at] === 0; at = links[at]!) {
      sum += tree.full[at]!
      if (sum >= mark) return mark
    }
    return sum
  }
  /** What keeping a child changes in the price of the gaps of an open container, its own pieces aside. */
  const gapChange = (container: number, child: number): number => {
    const mark = tree.mark[container]!
    if (tree.isOneGap[container] === 1) {
      const before = dropped[container]!
      return Math.min(mark, before - tree.full[child]!) - Math.min(mark, before)
    }
    const left = sideCost(child, tree.before, mark)
    const right = sideCost(child, tree.after, mark)
    return left + right - Math.min(mark, left + tree.full[child]! + right)
  }
  const open = (container: number): void => {
    kept[container] = 1
    dropped[container] = tree.full[container]! - tree.own[container]!
    cost += tree.own[container]! + Math.min(tree.mark[container]!, dropped[container]!)
  }
  const keepIn = (container: number, child: number): void => {
    cost += gapChange(container, child)
    dropped[container]! -= tree.full[child]!
  }
  open(0)

  return {
    get cost() {
      return cost
    },
    isKept: (node) => kept[node] === 1,
    keep(part) {
      let node = tree.nodeOf[part]!
      if (kept[node] === 1) return
      cost += tree.own[node]!
      for (;;) {
        const container = tree.parent[node]!
        const isOpen = kept[container] === 1
        if (!isOpen) open(container)
        keepIn(container, node)
        kept[node] = 1
        taken.push(node)
        if (isOpen) return
        node = container
      }
    },
    mark: () => ({ length: taken.length, cost }),
    undo(to) {
      for (let i = taken.length - 1; i >= to.length; i--) {
        const node = taken[i]!
        kept[node] = 0
        dropped[tree.parent[node]!]! += tree.full[node]!
      }
      taken.length = to.length
      cost = to.cost
    },
    since: ({ length }) => taken.slice(length),
  }
}
