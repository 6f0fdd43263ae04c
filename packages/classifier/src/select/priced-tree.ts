/**
 * A text as containers of parts, with what it costs to keep them and to mark what is dropped, in pieces. The number of a
 * node is its place in each list: 0 is the root, a container comes before what is in it, siblings in the order of the text.
 */
export interface PricedTree {
  /** The container around a node; -1 around the root. */
  readonly parent: Int32Array
  /** The siblings before and behind it; -1 where there is none. */
  readonly before: Int32Array
  readonly after: Int32Array
  /** The first node in a container; -1 in a part. */
  readonly first: Int32Array
  /** Of a part its pieces, of a container those of its key and brackets. */
  readonly own: Int32Array
  /** The same with all that is in it. */
  readonly full: Int32Array
  /** Of a container: the pieces of a mark in it. */
  readonly mark: Int32Array
  /** Of a container: 1 where all that is dropped of it is one gap, 0 where each run is. */
  readonly isOneGap: Uint8Array
  /** The parts in a node: [from, to). */
  readonly from: Int32Array
  readonly to: Int32Array
  /** The node of each part. */
  readonly nodeOf: Int32Array
  /** How much more the first mark of the text costs, which says what marks mean. */
  readonly firstMark: number
}

/** What a container costs. */
export interface ContainerPrice {
  readonly own: number
  readonly mark: number
  readonly isOneGap: boolean
}

/** Builds a tree in the order of its text. */
export interface TreeBuilder {
  /** Opens a container, of which `fill` adds what is in it. */
  container(price: ContainerPrice, fill: () => void): void
  /** Adds a part of so many pieces. */
  part(own: number): void
  finish(): PricedTree
}

interface BuiltNode {
  readonly parent: number
  readonly own: number
  readonly mark: number
  readonly isOneGap: boolean
  readonly from: number
  full: number
  to: number
  before: number
  after: number
  first: number
  last: number
}

/** A builder of a tree: its first container is the root, and everything else is in it. */
export function createTreeBuilder(firstMark: number): TreeBuilder {
  const nodes: BuiltNode[] = []
  const nodeOf: number[] = []
  let open = -1
  const add = (own: number, mark: number, isOneGap: boolean): number => {
    const at = nodes.length
    const from = nodeOf.length
    const around = nodes[open]
    const before = around?.last ?? -1
    nodes.push({
      ...{ parent: open, own, mark, isOneGap, from, full: own, to: from },
      ...{ before, after: -1, first: -1, last: -1 },
    })
    if (before !== -1) nodes[before]!.after = at
    else if (around !== undefined) around.first = at
    if (around !== undefined) around.last = at
    return at
  }
  const close = (at: number): void => {
    const node = nodes[at]!
    node.to = nodeOf.length
    if (node.parent !== -1) nodes[node.parent]!.full += node.full
  }
  return {
    container({ own, mark, isOneGap }, fill) {
      const at = add(own, mark, isOneGap)
      const around = open
      open = at
      fill()
      open = around
      close(at)
    },
    part(own) {
      const at = add(own, 0, false)
      nodeOf.push(at)
      close(at)
    },
    finish: () => ({
      parent: Int32Array.from(nodes, (node) => node.parent),
      before: Int32Array.from(nodes, (node) => node.before),
      after: Int32Array.from(nodes, (node) => node.after),
      first: Int32Array.from(nodes, (node) => node.first),
      own: Int32Array.from(nodes, (node) => node.own),
      full: Int32Array.from(nodes, (node) => node.full),
      mark: Int32Array.from(nodes, (node) => node.mark),
      isOneGap: Uint8Array.from(nodes, (node) => Number(node.isOneGap)),
      from: Int32Array.from(nodes, (node) => node.from),
      to: Int32Array.from(nodes, (node) => node.to),
      nodeOf: Int32Array.from(nodeOf),
      firstMark,
    }),
  }
}
