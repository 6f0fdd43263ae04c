import type { Span } from '../phrases/atoms.ts'
import type { AliasState } from './alias-state.ts'
import { literalPattern, renderLiteral } from './grammar.ts'
import { type Replacement, replaceSpans } from './replace-spans.ts'

/**
 * What must be escaped in a plain text, so that a reader with this state takes it literally. `undefined` where a
 * protected span holds such a text: it cannot be escaped.
 */
export function escapesFor(
  text: string,
  state: AliasState,
  protectedSpans: readonly Span[] = [],
): Replacement[] | undefined {
  const defined = new Set(state.definitions.map(({ alias }) => alias))
  const escapes: Replacement[] = []
  for (const match of text.matchAll(literalPattern())) {
    const [literal] = match
    if (!literal.startsWith('[') && !defined.has(literal)) continue
    const from = match.index
    const to = from + literal.length
    if (protectedSpans.some((span) => span[0] < to && from < span[1])) return undefined
    escapes.push({ from, to, text: renderLiteral(literal) })
  }
  return escapes
}

/**
 * A plain text as it must be written in a rendered part that takes no new alias: what reads as an alias or as a
 * definition is escaped (`[$=$a]`), everything else is unchanged. `undefined` where a protected span would need it.
 */
export function escapeLiterals(
  text: string,
  state: AliasState,
  protectedSpans: readonly Span[] = [],
): string | undefined {
  const escapes = escapesFor(text, state, protectedSpans)
  return escapes && replaceSpans(text, escapes)
}
