import type { Definition } from '../inline/alias-state.ts'
import { createAliasTrie, scanAliases } from './alias-trie.ts'
import { countHit } from './hits.ts'
import type { Restorer } from './restorer.ts'

/** A lane of plain text. Half of a surrogate pair waits for its other half. */
export function createTextLane(definitions: readonly Definition[]): Restorer {
  const trie = createAliasTrie(definitions)
  const hits = new Map<string, number>()
  let held = ''

  function read(chunk: string, isEnd: boolean): string {
    const units = held + chunk
    const { matches, heldFrom } = scanAliases(trie, units, isEnd)
    let out = ''
    let at = 0
    for (const { from, to, definition } of matches) {
      out += units.slice(at, from) + definition.phrase
      at = to
      countHit(hits, definition.alias)
    }
    const until = isEnd ? units.length : withoutHalfPair(units, at, heldFrom)
    held = units.slice(until)
    return out + units.slice(at, until)
  }

  return {
    push: (chunk) => read(chunk, false),
    flush: () => read('', true),
    hits,
    get heldLength() {
      return held.length
    },
  }
}

function withoutHalfPair(units: string, from: number, until: number): number {
  const last = until > from && until === units.length ? units.charCodeAt(until - 1) : 0
  return last >= 0xd800 && last < 0xdc00 ? until - 1 : until
}
