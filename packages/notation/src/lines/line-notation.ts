import type { Notation, NotationRenderOptions } from '../notation.ts'
import { mergeBlocks } from './blocks.ts'
import { createEstimator, type Estimator } from './estimate.ts'
import type { Item, JoinerItem, SectionItem } from './items.ts'
import { splitLongLines, type Units } from './long-lines.ts'
import { freeSign } from './marks.ts'
import { lineKey, mineTemplates } from './mine.ts'
import { readLines } from './read-lines.ts'
import { findSections, gainOfSections, type Section } from './sections.ts'
import { settleItems } from './settle.ts'
import { writeLines } from './write-lines.ts'

/** Fewer lines hold no template that pays for its head line. */
const LEAST_LINES = 4
/** Sections that save less of a text are not tried; those that save much are always taken. */
const SMALL_SHARE = 0.03
const LARGE_SHARE = 0.2
const CHARACTERS_PER_TOKEN = 3.2

/** A notation of lines by templates, sections and counted runs, for one kind of text. */
export function lineNotation(name: string, probe: (text: string) => boolean): Notation {
  return {
    name,
    probe,
    render: (text, options) => renderLines(name, text, options),
    parse: (text) => readLines(text),
  }
}

function renderLines(
  name: string,
  text: string,
  options: NotationRenderOptions,
): string | undefined {
  if (text.length * 8 > options.workLimit) return undefined
  const crlf = text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text)
  const lines = text.split(crlf ? '\r\n' : '\n')
  const units = splitLongLines(lines)
  const sign = units.units.length < LEAST_LINES ? undefined : freeSign(text)
  if (sign === undefined) return undefined
  const estimate = createEstimator()
  const apart = apartLines(units.units)
  const sections = findSections(units.units, apart, estimate)
  const share = gainOfSections(sections, estimate) / (text.length / CHARACTERS_PER_TOKEN)
  const candidates: Item[][] = []
  if (share < LARGE_SHARE) candidates.push(buildItems(units, [], apart, estimate))
  if (share > SMALL_SHARE) candidates.push(buildItems(units, sections, apart, estimate))
  let best: { text: string; tokens: number } | undefined
  for (const items of candidates) {
    const written = writeLines(name, sign, crlf, items, estimate)
    if (written === undefined) continue
    const tokens = options.counter.countTokens(written)
    if (best === undefined || tokens < best.tokens) best = { text: written, tokens }
  }
  return best?.text
}

/** A line that begins with a date or a time, as log lines do. */
const DATED = /^.{0,12}?\d{1,4}[-/:.]\d{1,2}[-/:.]\d{1,4}/

/** Where most lines are dated, the others do not end a section. */
function apartLines(lines: readonly string[]): (line: string) => boolean {
  const dated = lines.reduce((count, line) => count + (DATED.test(line) ? 1 : 0), 0)
  return dated * 3 < lines.length ? () => false : (line) => !DATED.test(line)
}

function buildItems(
  units: Units,
  sections: readonly Section[],
  apart: (line: string) => boolean,
  estimate: Estimator,
): Item[] {
  const placed = placeUnits(units, sections, apart)
  const rows = mineTemplates(
    placed.flatMap((item) => (item.kind === 'line' ? [item] : [])),
    estimate,
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

type Placed = PlacedLine | SectionItem | JoinerItem

function placeUnits(
  { units, joiners }: Units,
  sections: readonly Section[],
  apart: (line: string) => boolean,
): Placed[] {
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
