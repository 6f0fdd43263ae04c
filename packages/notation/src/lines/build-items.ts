import { mergeBlocks } from './blocks.ts'
import type { Estimator } from './estimate.ts'
import type { CounterItem, Item, JoinerItem, SectionItem } from './items.ts'
import { lineKey, mineTemplates } from './mine.ts'
import type { NumberedUnits } from './number-lines.ts'
import type { Section } from './sections.ts'
import { settleItems } from './settle.ts'

/** How a text is cut before its templates are mined. */
export interface Cut {
  readonly units: NumberedUnits
  readonly sections: readonly Section[]
  /** Lines that do not take the prefix of the section around them. */
  readonly apart: (line: string) => boolean
  /** What one more template must save on top of what it costs. */
  readonly splitTokens: number
}

/** The items of a text: sections placed, templates mined, blocks joined, what does not pay written out. */
export function buildItems(cut: Cut, estimate: Estimator): Item[] {
  const placed = placeUnits(cut)
  const rows = mineTemplates(
    placed.flatMap((item) => (item.kind === 'line' ? [item] : [])),
    estimate,
    cut.splitTokens,
  )
  let id = 0
  const items = placed.map((item): Item => {
    if (item.kind !== 'line') return item
    const { indent, content, apart: isApart } = item
    const row = rows.get(lineKey(item))
    if (row === undefined) return { kind: 'plain', text: indent + content, apart: isApart }
    id = Math.max(id, row.entry.id + 1)
    return {
      kind: 'row',
      entry: row.entry,
      values: row.values,
      indent,
      apart: isApart,
      prefixLength: item.prefixLength,
    }
  })
  return settleItems(mergeBlocks(items, estimate, id), estimate)
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
