import { readJson } from '@x/notation/json'
import type { RenderedPart } from '../rendered-part.ts'
import type { Transcript } from '../transcript.ts'
import { anthropic } from './anthropic.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import {
  AmbiguousBodyError,
  type Dialect,
  isSet,
  type PlacedPart,
  type ReadSoFar,
  type RequestReading,
} from './reading.ts'
import { changesOf, spliceSource } from './splice-source.ts'
import { stringStyleOf, writeString } from './string-style.ts'

/** The request shapes that are understood. */
export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic'

/** A request body, read into the texts that may be replaced. */
export interface ReadRequest {
  readonly dialect: DialectName
  readonly transcript: Transcript
  /** The model id as the request names it. */
  readonly model: string | undefined
  /** Whether the answer is asked for as a stream. */
  readonly isStream: boolean
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
  const read = source === undefined ? undefined : readSource(source, dialect)
  if (source === undefined || read === undefined) return undefined
  const { model, parts: placed, restrictions } = read.reading
  const parts = options?.restorable === true ? placed.map((part) => guard(part, source)) : placed
  return {
    dialect: read.dialect,
    transcript: { parts: parts.map(({ part }) => part), restrictions },
    model,
    isStream: read.isStream,
    splice: (rendered) => splice(body, source, parts, rendered),
  }
}

/** A document and what its dialect found in it. */
export interface SourceReading {
  readonly dialect: DialectName
  readonly reading: RequestReading
  readonly isStream: boolean
}

/**
 * Reads the text of a request, after an earlier reading where one is given; `undefined` as for `readRequest`.
 * @throws {StaleReadingError} where the earlier reading does not go before this one
 */
export function readSource(
  source: string,
  dialect: DialectName | undefined,
  before?: ReadSoFar,
): SourceReading | undefined {
  const root = readJson(source)
  if (root?.kind !== 'object') return undefined
  try {
    const found = DIALECTS.find(
      (row) =>
        row.fits(root) && (dialect === undefined ? row.isLikely(root) : row.name === dialect),
    )
    if (found === undefined) return undefined
    const reading = found.read(root, source, before)
    const isStream = isSet(root, 'stream')
    return { dialect: found.name as DialectName, reading, isStream }
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
export function decodeUtf8(body: Uint8Array): string | undefined {
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
  const changes = changesOf(parts, rendered)
  if (changes.length === 0) return typeof body === 'string' ? encodeUtf8(body) : body
  return encodeUtf8(spliceSource(source, changes, stringStyleOf(source)))
}

function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
