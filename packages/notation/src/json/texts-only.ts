import { childrenOf, isContainer, type JsonNode } from './json-node.ts'
import { innerOf, isLiteralWord } from './lexeme.ts'
import { tableRowsOf } from './table-rows.ts'

/** From this many strings on that read as numbers or literals, the word in the mark is cheaper than their quotes. */
const LEAST_LITERALS = 2

/**
 * Whether every scalar of a value is a string, and enough of them would need quotes to tell. What becomes a table says
 * so in its header. No recursion.
 */
export function isBestAsTexts(node: JsonNode): boolean {
  if (isContainer(node) && tableRowsOf(node) !== undefined) return false
  let literals = 0
  const waiting = [node]
  while (waiting.length > 0) {
    const next = waiting.pop()!
    if (isContainer(next)) for (const child of childrenOf(next)) waiting.push(child)
    else if (next.kind !== 'string') return false
    else if (isLiteralWord(innerOf(next))) literals += 1
  }
  return literals >= LEAST_LITERALS
}
