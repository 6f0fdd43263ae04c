import type { Definition } from '../inline/alias-state.ts'
import { isWordUnit } from '../word-units.ts'

/** Aliases by code unit. */
export interface AliasTrie {
  readonly next: Map<number, AliasTrie>
  /** The alias that ends here. */
  definition?: Definition
}

/**
 * A trie of aliases.
 * @throws {RangeError} for an empty alias, or one that is defined twice
 */
export function createAliasTrie(definitions: readonly Definition[]): AliasTrie {
  const root: AliasTrie = { next: new Map() }
  for (const definition of definitions) {
    let node = root
    for (let at = 0; at < definition.alias.length; at += 1) {
      const unit = definition.alias.charCodeAt(at)
      const child = node.next.get(unit) ?? { next: new Map() }
      node.next.set(unit, child)
      node = child
    }
    if (node === root || node.definition !== undefined) {
      const found = JSON.stringify(definition.alias)
      throw new RangeError(`alias ${found} is empty or defined twice; give every alias one phrase`)
    }
    node.definition = definition
  }
  return root
}

/** An alias in a text: the units `[from, to)`. */
export interface AliasMatch {
  readonly from: number
  readonly to: number
  readonly definition: Definition
}

/** What a run of units holds, and from where on only more units can tell. */
export interface AliasScan {
  readonly matches: readonly AliasMatch[]
  readonly heldFrom: number
}

/**
 * Finds aliases leftmost-longest, each unit read once. An alias that ends with a letter or digit ends a word: in `Đ10` is
 * no `Đ1`. Unless `isEnd`, the longest tail that may still become an alias is held back.
 */
export function scanAliases(trie: AliasTrie, units: string, isEnd: boolean): AliasScan {
  const matches: AliasMatch[] = []
  for (let at = 0; at < units.length; ) {
    const found = matchAt(trie, units, at, isEnd)
    if (found === 'held') return { matches, heldFrom: at }
    if (found === undefined) at += 1
    else {
      matches.push(found)
      at = found.to
    }
  }
  return { matches, heldFrom: units.length }
}

function matchAt(
  trie: AliasTrie,
  units: string,
  from: number,
  isEnd: boolean,
): AliasMatch | 'held' | undefined {
  let node = trie.next.get(units.charCodeAt(from))
  let best: AliasMatch | undefined
  for (let to = from + 1; node !== undefined; to += 1) {
    if (to === units.length && !isEnd && (node.next.size > 0 || needsBoundary(units, to)))
      return 'held'
    const { definition } = node
    if (definition !== undefined && endsAt(units, to)) best = { from, to, definition }
    node = to < units.length ? node.next.get(units.charCodeAt(to)) : undefined
  }
  return best
}

function needsBoundary(units: string, to: number): boolean {
  return isWordUnit(units.charCodeAt(to - 1))
}

function endsAt(units: string, to: number): boolean {
  return to === units.length || !needsBoundary(units, to) || !isWordUnit(units.charCodeAt(to))
}
