import type { SeenList } from '../fold-state.ts'
import { createSeenIndex, type SeenIndex } from './seen-parts.ts'

/** An index of a list of parts that can become the index of another branch of the same conversation. */
export interface MovingIndex {
  readonly index: SeenIndex
  /** Adds the part in front of the list that is indexed now. */
  push(list: SeenList): void
  /** Makes this the index of another list; `false`, and nothing done, where a new index would be less work. */
  moveTo(list: SeenList | undefined): boolean
}

interface Indexed {
  readonly list: SeenList
  /** How much the index held before. */
  readonly mark: number
}

/** Indexes a list of parts. */
export function createMovingIndex(list: SeenList | undefined): MovingIndex {
  const index = createSeenIndex()
  const stack: Indexed[] = []
  const push = (next: SeenList): void => {
    stack.push({ list: next, mark: index.mark() })
    index.add(next.part)
  }
  const branchTo = (target: SeenList | undefined): SeenList[] => {
    const branch: SeenList[] = []
    let at = target
    while (at !== undefined && stack[at.length - 1]?.list !== at) {
      branch.push(at)
      at = at.before
    }
    return branch.reverse()
  }
  for (const next of branchTo(list)) push(next)
  return {
    index,
    push,
    moveTo(target) {
      if (stack.at(-1)?.list === target) return true
      const branch = branchTo(target)
      const kept = (target?.length ?? 0) - branch.length
      if (stack.length - kept > kept) return false
      const first = stack[kept]
      if (first !== undefined) index.rollback(first.mark)
      stack.length = kept
      for (const next of branch) push(next)
      return true
    },
  }
}
