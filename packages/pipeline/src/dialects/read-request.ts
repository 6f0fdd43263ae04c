import { readJson } from '@x/notation/json'
import type { RenderedPart } from '../rendered-part.ts'
import type { Transcript } from '../transcript.ts'
import { anthropic } from './anthropic.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import { AmbiguousBodyError, type Dialect, type PlacedPart } from './reading.ts'
import { stringStyleOf, writeString } from './string-style.ts'

/** The request shapes that are understood. */
export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic'

/** A request body, read into the texts that may be replaced. */
export interface ReadRequest {
  readonly dialect: DialectName
  readonly transcript: Transcript
  /** The model id as the request names it. */
  readonly model: string | undefined
  /**
   * The body with the texts of rendered parts in place of the originals (matched by part id). Every other byte is the
   * caller's; with nothing changed the answer is byte-identical.
   */
  splice(rendered: readonly RenderedPart[]): Uint8Array
}

/** How a request body is read. */
export interface ReadRequestOptions {
  /**
   * Only texts whose string token can be written again byte for byte may be replaced, so that the restored document is
   * the original one and not only of equal values. @default false
   */
  readonly restorable?: boolean
}

/** In the order in which shapes are tried when the caller does not know the route. */
const DIALECTS: readonly Dialect[] = [openaiResponses, anthropic, openaiChat]

/**
 * Reads a request body of a known shape. Answers `undefined` for whatever cannot be rewritten safely (no UTF-8, no
 * JSON, a byte order mark, doubled keys on the way to a text, an unknown shape): the caller passes it through untouched.
 */
export function readRequest(
  body: Uint8Array | string,
  dialect?: DialectName,
  options?: ReadRequestOptions,
): ReadRequest | undefined {
  const source = typeof body === 'string' ? body : decodeUtf8(body)
  if (source === undefined) return undefined
  const root = readJson(source)
  if (root?.kind !== 'object') return undefined
  try {
    const found = DIALECTS.find(
      (row) =>
        row.fits(root) && (dialect === undefined ? row.isLikely(root) : row.name === dialect),
    )
    if (found === undefined) return undefined
    const { model, parts: placed, restrictions } = found.read(root, source)
    const parts = options?.restorable === true ? placed.map((part) => guard(part, source)) : placed
    return {
      dialect: found.name as DialectName,
      transcript: { parts: parts.map(({ part }) => part), restrictions },
      model,
      splice: (rendered) => splice(body, source, parts, rendered),
    }
  } catch (error) {
    if (error instanceof AmbiguousBodyError) return undefined
    throw error
  }
}

function guard(placed: PlacedPart, source: string): PlacedPart {
  const { part, token } = placed
  if (token === undefined) return placed
  const written = writeString(part.text, stringStyleOf(source))
  return source.slice(token.start, token.end) === written
    ? placed
    : { part: { ...part, kind: 'opaque' } }
}

/** A byte order mark is kept as a character, so that it makes the text no JSON and the body passes untouched. */
function decodeUtf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}

function splice(
  body: Uint8Array | string,
  source: string,
  parts: readonly PlacedPart[],
  rendered: readonly RenderedPart[],
): Uint8Array {
  const tokens = new Map(parts.map(({ part, token }) => [part.id, token]))
  const changes = rendered
    .filter(({ part, text }) => text !== part.text)
    .map(({ part, text }) => ({ token: tokenOf(tokens, part.id), text }))
    .sort((a, b) => a.token.start - b.token.start)
  if (changes.length === 0) return typeof body === 'string' ? encodeUtf8(body) : body
  const style = stringStyleOf(source)
  const pieces: string[] = []
  let at = 0
  for (const { token, text } of changes) {
    pieces.push(source.slice(at, token.start), writeString(text, style))
    at = token.end
  }
  return encodeUtf8(pieces.join('') + source.slice(at))
}

function tokenOf(
  tokens: ReadonlyMap<string, PlacedPart['token']>,
  id: string,
): { readonly start: number; readonly end: number } {
  const token = tokens.get(id)
  if (token === undefined) {
    throw new RangeError(`part "${id}" may not be replaced in this request; pass it on verbatim`)
  }
  return token
}

function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
