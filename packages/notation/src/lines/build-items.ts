import { mergeBlocks } from './blocks.ts'
import type { Estimator } from './estimate.ts'
import type { CounterItem, Entry, Item, JoinerItem, SectionItem } from './items.ts'
import { LONGEST_LINE, lineKey, type MinedRow, mineTemplates } from './mine.ts'
import type { NumberedUnits } from './number-lines.ts'
import type { Section } from './sections.ts'
import { settleItems } from './settle.ts'
import { joinTexts, PLAIN_SLOT } from './template.ts'

/** How a text is cut before its templates are mined. */
export interface Cut {
  readonly units: NumberedUnits
  readonly sections: readonly Section[]
  /** Lines that do not take the prefix of the section around them. */
  readonly apart: (line: string) => boolean
  /** What one more template must save on top of what it costs. */
  readonly splitTokens: number
  /** What all templates must save before blocks are looked for, in tokens. */
  readonly leastSaved: number
  /** The beginning, for a line without a template, behind which it may be a value of a block; absent where none may. */
  readonly beginningOf: ((line: string) => string) | undefined
}

/**
 * The items of a text: sections placed, templates mined, blocks joined, what does not pay written out. `undefined` where
 * the templates save less than `leastSaved`.
 */
export function buildItems(cut: Cut, estimate: Estimator): Item[] | undefined {
  const placed = placeUnits(cut)
  const { rows, saved } = mineTemplates(
    placed.flatMap((item) => (item.kind === 'line' ? [item] : [])),
    estimate,
    cut.splitTokens,
  )
  if (saved < cut.leastSaved) return undefined
  let id = 0
  for (const { entry } of rows.values()) id = Math.max(id, entry.id + 1)
  const free = freeEntries(cut, id + 1)
  const items = placed.map((item) => (item.kind === 'line' ? rowOf(item, rows, free) : item))
  return settleItems(mergeBlocks(items, estimate, id + 1 + free.count()), estimate)
}

/** Entries that any line is a row of, by how it begins. They get a name only inside a block. */
interface FreeEntries {
  of(line: string): Entry | undefined
  count(): number
}

function freeEntries({ beginningOf }: Cut, firstId: number): FreeEntries {
  const entries = new Map<string, Entry>()
  return {
    count: () => entries.size,
    of(line) {
      if (beginningOf === undefined || line === '' || line.length > LONGEST_LINE) return undefined
      const beginning = beginningOf(line)
      const known = entries.get(beginning)
      if (known !== undefined) return known
      const segments = joinTexts([beginning, { ...PLAIN_SLOT, free: true }])
      const template = { lines: [segments], slots: 1 }
      const entry = { id: firstId + entries.size, template, weak: true }
      entries.set(beginning, entry)
      return entry
    },
  }
}

/** A line as a row of its template, or of one that any line is a row of. */
function rowOf(item: PlacedLine, rows: ReadonlyMap<string, MinedRow>, free: FreeEntries): Item {
  const { indent, content, apart, prefixLength } = item
  const mined = rows.get(lineKey(item))
  const row = mined?.offset === undefined || mined.offset === item.offset ? mined : undefined
  const entry = row?.entry ?? free.of(content)
  if (entry === undefined) return { kind: 'plain', text: indent + content, apart }
  const [beginning] = entry.template.lines[0]!
  const values = row?.values ?? [
    content.slice(typeof beginning === 'string' ? beginning.length : 0),
  ]
  return { kind: 'row', entry, values, indent, apart, prefixLength }
}

interface PlacedLine {
  readonly kind: 'line'
  readonly indent: string
  readonly content: string
  readonly apart: boolean
  /** Characters before the content in the whole line. */
  readonly offset: number
  readonly prefixLength: number
}

type Placed = PlacedLine | SectionItem | JoinerItem | CounterItem

function placeUnits({ units: { units, joiners, counters }, sections, apart }: Cut): Placed[] {
  const placed: Placed[] = []
  const outerAt = follow(sections)
  const innerAt = follow(sections.flatMap(({ inner }) => inner))
  let outer: Section | undefined
  let inner: Section | undefined
  for (const [i, line] of units.entries()) {
    const nextOuter = outerAt(i)
    const nextInner = innerAt(i)
    if (nextOuter !== outer) placed.push(sectionItem(nextOuter, undefined))
    if (nextInner !== inner && (nextInner !== undefined || nextOuter === outer)) {
      placed.push(sectionItem(nextInner, nextOuter))
    }
    outer = nextOuter
    inner = nextInner
    const joiner = joiners.get(i)
    if (joiner !== undefined) placed.push({ kind: 'joiner', joiner })
    const first = counters.get(i)
    if (first !== undefined) placed.push({ kind: 'counter', first })
    placed.push(placeLine(line, inner ?? outer, apart))
  }
  return placed
}

/** Answers for growing line numbers which of the sections, given in order, the line is in. */
function follow(sections: readonly Section[]): (line: number) => Section | undefined {
  let next = 0
  return (line) => {
    while (next < sections.length && line >= sections[next]!.to) next += 1
    const section = sections[next]
    return section !== undefined && line >= section.from ? section : undefined
  }
}

function sectionItem(section: Section | undefined, outer: Section | undefined): SectionItem {
  const written = outer?.prefix.length ?? 0
  return {
    kind: 'section',
    prefix: section?.prefix.slice(written) ?? '',
    isInner: outer !== undefined,
  }
}

function placeLine(
  line: string,
  section: Section | undefined,
  apart: (line: string) => boolean,
): PlacedLine {
  const isApart = section !== undefined && apart(line)
  const text = section === undefined || isApart ? line : line.slice(section.prefix.length)
  const indent = /^[ \t]*/.exec(text)![0]
  const prefixLength = section?.prefix.length ?? 0
  const offset = line.length - text.length + indent.length
  const content = text.slice(indent.length)
  return { kind: 'line', indent, content, apart: isApart, offset, prefixLength }
}
