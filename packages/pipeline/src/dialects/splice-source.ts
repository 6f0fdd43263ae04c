import type { RenderedPart } from '../rendered-part.ts'
import type { PlacedPart } from './reading.ts'
import { type StringStyle, writeString } from './string-style.ts'

/** A string token of a document, and the text that takes its place. */
export interface TokenChange {
  readonly token: { readonly start: number; readonly end: number }
  readonly text: string
}

/**
 * What rendered parts change in a document, in the order of their places.
 * @throws {RangeError} for a part that may not be replaced
 */
export function changesOf(
  parts: readonly PlacedPart[],
  rendered: readonly RenderedPart[],
): TokenChange[] {
  const tokens = new Map(parts.map(({ part, token }) => [part.id, token]))
  return rendered
    .filter(({ part, text }) => text !== part.text)
    .map(({ part, text }) => ({ token: tokenOf(tokens, part.id), text }))
    .sort((a, b) => a.token.start - b.token.start)
}

/** A stretch of the document with its changes; every other character is as it was. */
export function spliceSource(
  source: string,
  changes: readonly TokenChange[],
  style: StringStyle,
  start = 0,
  end: number = source.length,
): string {
  const pieces: string[] = []
  let at = start
  for (const { token, text } of changes) {
    if (token.start < start || token.end > end) continue
    pieces.push(source.slice(at, token.start), writeString(text, style))
    at = token.end
  }
  pieces.push(source.slice(at, end))
  return pieces.join('')
}

function tokenOf(
  tokens: ReadonlyMap<string, PlacedPart['token']>,
  id: string,
): TokenChange['token'] {
  const token = tokens.get(id)
  if (token === undefined) {
    throw new RangeError(`part "${id}" may not be replaced in this request; pass it on verbatim`)
  }
  return token
}
