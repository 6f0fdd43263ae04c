import { decodeJsonString } from '../json/json-string.ts'
import type { JsonNode } from '../json/json-tree.ts'
import { scanJson } from '../json/scan-json.ts'
import type { Span } from '../text/span.ts'
import type { Unit } from '../text/unit.ts'
import { unitsOf } from '../text/units.ts'

/** What a range of a text is: its marks between regions (quotes, brackets, commas of JSON) are not read. */
export interface Region extends Span {
  readonly segment: 'key' | 'string' | 'scalar' | 'text'
  /** The unit that it belongs to; undefined for the key of a container. */
  readonly unit: Unit | undefined
  readonly depth: number
}

/** A text as a model reads it. */
export interface ReadText {
  /** As long as the text; escapes of JSON are blanks or the letter that they stand for. */
  readonly view: string
  readonly units: readonly Unit[]
  readonly regions: readonly Region[]
}

const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|[^u])/g
/** Belongs to no word and cuts none: dropped by the tokenizer. */
const FILLER = '\u200b'
const BLANK = ' '

/** Cuts a text into units and into the regions that are read, in order. */
export function readRegions(text: string, grain: 'field' | 'sentence'): ReadText {
  const tree = scanJson(text)
  const units = unitsOf(text, tree === undefined ? grain : 'field')
  if (tree === undefined) return { view: text, units, regions: units.map(textRegion) }
  const regions = [...keyRegions(text, tree, units), ...units.map(valueRegion)]
  regions.sort((a, b) => a.start - b.start || a.end - b.end)
  return { view: text.replace(ESCAPE, unescaped), units, regions }
}

function textRegion(unit: Unit): Region {
  return { start: unit.start, end: unit.end, segment: 'text', unit, depth: 0 }
}

function valueRegion(unit: Unit): Region {
  const segment = unit.nodes[0]?.kind === 'string' ? 'string' : 'scalar'
  return { start: unit.valueStart, end: unit.valueEnd, segment, unit, depth: unit.opens.length }
}

/** The keys of all nodes: those of values belong to the unit of the value (its first, where it is long). */
function keyRegions(text: string, root: JsonNode, units: readonly Unit[]): Region[] {
  const unitOf = new Map<number, Unit>()
  for (const unit of units) {
    const at = unit.nodes[0]!.start
    if (!unitOf.has(at)) unitOf.set(at, unit)
  }
  const found: Region[] = []
  const open: JsonNode[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children) open.push(child)
    if (node.outerStart === node.start) continue
    const start = node.outerStart + 1
    const end = keyEnd(text, start)
    if (end === start) continue
    found.push({ start, end, segment: 'key', unit: unitOf.get(node.start), depth: node.depth - 1 })
  }
  return found
}

function keyEnd(text: string, start: number): number {
  let at = start
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function unescaped(sequence: string): string {
  const { value } = decodeJsonString(sequence, 0, sequence.length)
  const isLetter = /[\p{L}\p{N}]/u.test(value)
  return (isLetter ? value : BLANK).padEnd(sequence.length, isLetter ? FILLER : BLANK)
}
