import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrowth } from '../../src/select/growth.ts'
import { createTreeBuilder, type PricedTree } from '../../src/select/priced-tree.ts'

interface Drawn {
  readonly own: number
  readonly mark: number
  readonly isOneGap: boolean
  readonly children: readonly (Drawn | number)[]
}

const FIRST_MARK = 3
const drawn = fc.letrec<{ container: Drawn; child: Drawn | number }>((tie) => ({
  child: fc.oneof({ depthSize: 'small' }, fc.integer({ min: 1, max: 12 }), tie('container')),
  container: fc.record({
    own: fc.nat(4),
    mark: fc.integer({ min: 1, max: 6 }),
    isOneGap: fc.boolean(),
    children: fc.array(tie('child'), { minLength: 1, maxLength: 6 }),
  }),
})).container

describe('a growth', () => {
  it('costs what its tree costs when it is counted anew, and comes back to what it was', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.nat(99), { maxLength: 30 }), (shape, draws) => {
        const tree = treeOf(shape)
        const growth = createGrowth(tree)
        const kept = new Set<number>()
        for (const draw of draws) {
          const part = draw % tree.nodeOf.length
          const before = growth.mark()
          growth.keep(part)
          growth.undo(before)
          expect(growth.cost).toBe(countAnew(shape, kept))
          growth.keep(part)
          kept.add(part)
          expect(growth.cost).toBe(countAnew(shape, kept))
        }
      }),
    )
  })
})

function treeOf(shape: Drawn): PricedTree {
  const builder = createTreeBuilder(FIRST_MARK)
  const add = (node: Drawn | number): void => {
    if (typeof node === 'number') builder.part(node)
    else builder.container(node, () => node.children.forEach(add))
  }
  add(shape)
  return builder.finish()
}

/** The price by its definition: of each container that is open its own, what is kept in it, and for each gap the lesser. */
function countAnew(shape: Drawn, kept: ReadonlySet<number>): number {
  let part = 0
  const priceOf = (node: Drawn | number, isRoot: boolean): { full: number; now: number } => {
    if (typeof node === 'number') return { full: node, now: kept.has(part++) ? node : 0 }
    const children = node.children.map((child) => priceOf(child, false))
    const full = node.own + sumOf(children, ({ full: all }) => all)
    if (!isRoot && children.every(({ now }) => now === 0)) return { full, now: 0 }
    const inside = sumOf(children, ({ now }) => now)
    const gaps = sumOf(gapsOf(children, node.isOneGap), (gap) => Math.min(gap, node.mark))
    return { full, now: node.own + inside + gaps }
  }
  return FIRST_MARK + priceOf(shape, true).now
}

function gapsOf(children: readonly { full: number; now: number }[], isOneGap: boolean): number[] {
  const gaps = [0]
  for (const { full, now } of children) {
    if (now === 0) gaps[gaps.length - 1]! += full
    else if (!isOneGap) gaps.push(0)
  }
  return gaps
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
