import type { Notation, NotationRenderOptions } from '../notation.ts'
import { buildItems, type Cut } from './build-items.ts'
import { createEstimator, type Estimator } from './estimate.ts'
import type { Item } from './items.ts'
import { splitLongLines } from './long-lines.ts'
import { freeSign } from './marks.ts'
import { type NumberedUnits, takeNumbers } from './number-lines.ts'
import { readLines } from './read-lines.ts'
import { findSections, gainOfSections } from './sections.ts'
import { isInline } from './template.ts'
import { writeLines } from './write-lines.ts'

/** Fewer lines hold no template that pays for its head line. */
const LEAST_LINES = 4
/** Sections that save less of a text are not tried; those that save much are always taken. */
const SMALL_SHARE = 0.03
const LARGE_SHARE = 0.2
const CHARACTERS_PER_TOKEN = 3.2
/** What one more template must save on top; the second is tried where the first gives many templates. */
const FINE_SPLIT_TOKENS = 4
const COARSE_SPLIT_TOKENS = 25
const MANY_TEMPLATES = 16
const FEW_ROWS_EACH = 15

/**
 * A notation of lines by templates, sections and counted runs, for one kind of text.
 * @param leastSavings share of tokens below which the text stays as it is, but for level `dense`
 */
export function lineNotation(
  name: string,
  leastSavings: number,
  probe: (text: string) => boolean,
): Notation {
  return {
    name,
    probe,
    render(text, options) {
      const rendered = renderLines(name, text, options)
      if (rendered === undefined) return undefined
      const least = options.level === 'dense' ? 0 : leastSavings
      const tokensBefore = options.tokensBefore ?? options.counter.countTokens(text)
      const most = tokensBefore * (1 - least)
      return rendered.tokens <= most ? rendered.text : undefined
    },
    parse: (text) => readLines(text),
  }
}

function renderLines(
  name: string,
  text: string,
  options: NotationRenderOptions,
): Candidate | undefined {
  if (text.length * 8 > options.workLimit) return undefined
  const crlf = text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text)
  const lines = text.split(crlf ? '\r\n' : '\n')
  const units = splitLongLines(lines)
  const sign = units.units.length < LEAST_LINES ? undefined : freeSign(text)
  if (sign === undefined) return undefined
  const estimate = createEstimator()
  const write = (cut: Cut): Candidate | undefined => {
    const items = buildItems(cut, estimate)
    const written = writeLines(name, sign, crlf, items, estimate)
    if (written === undefined) return undefined
    return { cut, items, text: written, tokens: options.counter.countTokens(written) }
  }
  const counted = options.level === 'dense' ? takeNumbers(units) : undefined
  return smaller(
    writeBest({ ...units, counters: NO_COUNTERS }, text.length, write, estimate),
    counted === undefined || counted.counters.size === 0
      ? undefined
      : writeBest(counted, text.length, write, estimate),
  )
}

/** Writes with and without sections, as far as either can win, and with wider templates where there are many. */
function writeBest(
  units: NumberedUnits,
  length: number,
  write: (cut: Cut) => Candidate | undefined,
  estimate: Estimator,
): Candidate | undefined {
  const apart = apartLines(units.units)
  const sections = findSections(units.units, apart, estimate)
  const share = gainOfSections(sections, estimate) / (length / CHARACTERS_PER_TOKEN)
  const plain: Cut = { units, sections: [], apart, splitTokens: FINE_SPLIT_TOKENS }
  const best = smaller(
    share < LARGE_SHARE ? write(plain) : undefined,
    share > SMALL_SHARE ? write({ ...plain, sections }) : undefined,
  )
  if (best === undefined || !isScattered(best.items)) return best
  return smaller(write({ ...best.cut, splitTokens: COARSE_SPLIT_TOKENS }), best)
}

const NO_COUNTERS: ReadonlyMap<number, string> = new Map()

/** One way to write a text, with exact tokens. */
interface Candidate {
  readonly cut: Cut
  readonly items: readonly Item[]
  readonly text: string
  readonly tokens: number
}

function smaller(a: Candidate | undefined, b: Candidate | undefined): Candidate | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return b.tokens < a.tokens ? b : a
}

/** Whether there are many templates, and few rows to each: then wider ones may be smaller and read better. */
function isScattered(items: readonly Item[]): boolean {
  const entries = items
    .flatMap((item) => (item.kind === 'row' ? [item.entry] : []))
    .filter(({ template }) => !isInline(template))
  const { size } = new Set(entries)
  return size >= MANY_TEMPLATES && size * FEW_ROWS_EACH > entries.length
}

/** A line that begins with a date or a time, as log lines do. */
const DATED = /^.{0,12}?\d{1,4}[-/:.]\d{1,2}[-/:.]\d{1,4}/

/** Where most lines are dated, the others do not end a section. */
function apartLines(lines: readonly string[]): (line: string) => boolean {
  const dated = lines.reduce((count, line) => count + (DATED.test(line) ? 1 : 0), 0)
  return dated * 3 < lines.length ? () => false : (line) => !DATED.test(line)
}
