import { writeKey } from './column-name.ts'
import type { JsonNode, JsonObject } from './json-node.ts'
import { ANY } from './schema-words.ts'
import type { TokenMeter } from './text-form.ts'

/** A value as written, and what it costs. */
export interface WrittenValue {
  readonly text: string
  /** Tokens, near enough to choose by. */
  readonly cost: number
  /** Levels of cells within cells. */
  readonly nests: number
}

/** What stands for one or two members of a schema, or for several schemas. */
export interface Piece extends WrittenValue {
  /** Whether a word of it stands for a `$ref`. */
  readonly hasRefs: boolean
  /** Whether `[]` may stand right behind it. */
  readonly isPrimary?: boolean
  /** The inside of the string, for a description. */
  readonly description?: string
}

/** The items of a schema, in the order of its members. */
export type SchemaBody = readonly Piece[]

/** What writing schemas needs of its surroundings. */
export interface SchemaWriting {
  readonly meter: TokenMeter
  /** Exact tokens of a key with the blank before it. */
  keyCost(name: string): number
  /** What every word for a `$ref` goes on from. */
  readonly prefix: string
  /** The items of a schema; `undefined` where it stands too deep. */
  body(node: JsonNode, depth: number): SchemaBody | undefined
  /** A value in the form of any other JSON. */
  ordinary(node: JsonNode, depth: number): WrittenValue
}

/** A piece without anything nested. */
export function wordPiece(text: string, cost = 1): Piece {
  return { text, cost, nests: 0, hasRefs: false, isPrimary: true }
}

/** Pieces one after the other; a line break spares the blank behind it. */
export function joinPieces(pieces: readonly Piece[], between: string): Piece {
  let text = ''
  for (const piece of pieces) {
    text += (text === '' || text.endsWith('\n') ? '' : between) + piece.text
  }
  return {
    text,
    cost: pieces.reduce((sum, piece) => sum + piece.cost, 0),
    nests: pieces.reduce((most, { nests }) => Math.max(most, nests), 0),
    hasRefs: pieces.some(({ hasRefs }) => hasRefs),
  }
}

/** Items between blanks. */
export function writeInline(body: SchemaBody): Piece {
  return body.length === 0 ? wordPiece(ANY) : joinPieces(body, ' ')
}

/** Items on a line of their own: a description stands at its end or on the line before, as its place among them is. */
export function writeLine(writing: SchemaWriting, name: string, body: SchemaBody): Piece {
  const last = body.at(-1)?.description
  const inner = last ?? body[0]?.description
  if (inner === undefined) {
    const line = writeInline(body)
    return { ...line, text: name + line.text }
  }
  const rest = writeInline(last === undefined ? body.slice(1) : body.slice(0, -1))
  const cost = rest.cost + writing.meter(` ${inner}`)
  if (last !== undefined) {
    const blank = rest.text.endsWith('\n') ? '' : ' '
    return { ...rest, text: `${name}${rest.text}${blank}// ${inner}`, cost: cost + 1 }
  }
  return { ...rest, text: `// ${inner}\n${name}${rest.text}`, cost: cost + 2 }
}

/** A line for each schema of a map, in braces; `undefined` where one stands too deep. */
export function writeMap(
  writing: SchemaWriting,
  map: JsonObject,
  depth: number,
  isOptional: (rawKey: string) => boolean,
): Piece | undefined {
  const lines: Piece[] = []
  for (const [at, { raw }] of map.keys.entries()) {
    const body = writing.body(map.values[at]!, depth + 1)
    if (body === undefined) return undefined
    const mark = isOptional(raw) ? '?: ' : ': '
    const line = writeLine(writing, writeKey(raw) + mark, body)
    const cost = line.cost + writing.keyCost(raw.slice(1, -1)) + 2
    lines.push({ ...line, text: `${line.text}\n`, cost })
  }
  const all = joinPieces(lines, '')
  return { ...all, text: `{\n${all.text}}`, cost: all.cost + 2 }
}
