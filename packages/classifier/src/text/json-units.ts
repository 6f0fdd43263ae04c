import { type DecodedString, decodeJsonString } from '../json/json-string.ts'
import type { JsonNode } from '../json/json-tree.ts'
import { LONG_VALUE, linesOf } from './line-units.ts'
import { countPieces } from './pieces.ts'
import { sentencesOfLine } from './sentences.ts'
import type { Span } from './span.ts'
import type { Container, FoundUnit } from './unit.ts'

/** Arrays of scalars up to this length are one value. */
const MAX_SHORT_ARRAY = 6

/** What is known around a value. */
interface Place {
  readonly keys: readonly string[]
  /** The nearest key; an element of an array has that of its array. */
  readonly key: string
  readonly row: number
  readonly rows: number
  readonly opens: readonly Container[]
  readonly ids: readonly string[]
}

/** One unit for each scalar of a JSON tree or short array of scalars; long strings are cut into sentences. */
export function jsonUnits(text: string, root: JsonNode): FoundUnit[] {
  const found: FoundUnit[] = []
  let containers = 0
  // Depth is bounded by the tree.
  const walk = (node: JsonNode, place: Place): void => {
    if (isLeaf(node)) {
      for (const unit of leafUnits(text, node, place)) found.push(unit)
      return
    }
    const inside =
      node === root ? place : { ...place, opens: [...place.opens, open(node, place, containers++)] }
    for (const child of node.children) walk(child, placeOf(child, node, inside))
  }
  walk(root, { keys: [], key: '', row: -1, rows: 0, opens: [], ids: [] })
  return found
}

/** Units of the same element of an array become one; the others stay. */
export function mergeRows(fields: readonly FoundUnit[]): FoundUnit[] {
  const groups = new Map<number | FoundUnit, FoundUnit[]>()
  for (const field of fields) {
    const row = field.opens.findLast((container) => container.isElement)?.id ?? field
    const group = groups.get(row)
    if (group === undefined) groups.set(row, [field])
    else group.push(field)
  }
  return Array.from(groups.values(), merge)
}

function isLeaf(node: JsonNode): boolean {
  if (node.kind === 'object') return node.children.length === 0 && node.parent !== undefined
  if (node.kind !== 'array') return true
  const isShort = node.children.length <= MAX_SHORT_ARRAY
  return isShort && node.children.every(({ kind }) => kind !== 'object' && kind !== 'array')
}

function open(node: JsonNode, place: Place, id: number): Container {
  const brackets = node.kind === 'object' ? '{}' : '[]'
  return {
    id,
    cost: countPieces(`"${place.key}":${brackets},`),
    isElement: node.parent?.kind === 'array',
  }
}

function placeOf(child: JsonNode, parent: JsonNode, place: Place): Place {
  if (parent.kind === 'array') {
    return { ...place, keys: [...place.keys, '#'], row: child.index, rows: parent.children.length }
  }
  const isId = /\p{N}/u.test(child.key)
  const key = isId ? '#' : child.key
  const ids = isId ? [...place.ids, child.key] : place.ids
  return { ...place, keys: [...place.keys, key], key, ids }
}

function leafUnits(text: string, node: JsonNode, place: Place): FoundUnit[] {
  const isString = node.kind === 'string'
  const [start, end] = isString ? [node.start + 1, node.end - 1] : [node.start, node.end]
  const decoded: DecodedString = isString
    ? decodeJsonString(text, start, end)
    : { value: text.slice(start, end), offsetOf: (index) => start + index }
  const spans = isString ? piecesOf(decoded.value) : [{ start: 0, end: decoded.value.length }]
  return spans.map((span, at) => {
    const valueStart = decoded.offsetOf(span.start)
    const valueEnd = decoded.offsetOf(span.end)
    const isFirst = at === 0
    const isLast = at === spans.length - 1
    const value = decoded.value.slice(span.start, span.end)
    const raw = text.slice(valueStart, valueEnd)
    return {
      start: isFirst ? node.outerStart : valueStart,
      end: isLast ? node.end : valueEnd,
      shown: `${isFirst ? `"${place.key}":` : ''}${isString ? `"${raw}"` : raw},`,
      value,
      valueStart,
      valueEnd,
      key: place.key,
      path: place.keys.join('.'),
      row: place.row,
      rows: place.rows,
      opens: place.opens,
      ids: place.ids,
      nodes: [node],
    }
  })
}

function piecesOf(value: string): Span[] {
  if (value.length <= LONG_VALUE) return [{ start: 0, end: value.length }]
  const sentences = linesOf(value).flatMap((line) => {
    // The line end belongs to its line, so that the pieces tile the value.
    const end = Math.min(line.end + 1, value.length)
    return line.end === line.start ? [{ start: line.start, end }] : withLineEnd(value, line, end)
  })
  return joinBlank(value, sentences)
}

function withLineEnd(value: string, line: Span, end: number): Span[] {
  const sentences = sentencesOfLine(value, line.start, line.end)
  const last = sentences.at(-1)!
  return [...sentences.slice(0, -1), { start: last.start, end }]
}

/** Blank pieces join the piece before them. */
function joinBlank(value: string, spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans) {
    const before = joined.at(-1)
    const isBlank = value.slice(span.start, span.end).trim() === ''
    if (isBlank && before !== undefined) joined[joined.length - 1] = { ...before, end: span.end }
    else if (span.end > span.start) joined.push(span)
  }
  return joined
}

function merge(group: readonly FoundUnit[]): FoundUnit {
  const [first, ...rest] = group as [FoundUnit, ...FoundUnit[]]
  if (rest.length === 0) return first
  const shortest = group.reduce((a, b) => (b.opens.length < a.opens.length ? b : a))
  return {
    ...first,
    start: group.reduce((start, unit) => Math.min(start, unit.start), first.start),
    end: group.reduce((end, unit) => Math.max(end, unit.end), first.end),
    shown: group.map((unit) => unit.shown).join(''),
    value: group.map((unit) => unit.value).join(' '),
    opens: shortest.opens,
    ids: [...new Set(group.flatMap((unit) => unit.ids))],
    nodes: [...new Set(group.flatMap((unit) => unit.nodes))],
  }
}
