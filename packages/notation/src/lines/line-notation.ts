import { sharedShare } from '../alike-lines.ts'
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
const TOKENS_PER_CHARACTER = 0.3
/** Of what a text must save, the part that templates of single lines save before anything is joined or written. */
const MINED_SHARE = 0.5
/** What one more template must save on top; the second is tried where the first gives many templates. */
const FINE_SPLIT_TOKENS = 4
const COARSE_SPLIT_TOKENS = 25
const MANY_TEMPLATES = 16
const FEW_ROWS_EACH = 15

/** From where on a kind of text is written by lines, but for level `dense`, where every gain counts. */
export interface LineLimits {
  /** Share of tokens that must be saved. */
  readonly leastSavings: number
  /** Share of characters that lines must have in common to be mined at all, see `sharedShare`; 0: any text is mined. */
  readonly leastShared: number
}

/**
 * A notation of lines by templates, sections and counted runs, for one kind of text.
 */
export function lineNotation(
  name: string,
  { leastSavings, leastShared }: LineLimits,
  probe: (text: string) => boolean,
): Notation {
  return {
    name,
    probe,
    render(text, options) {
      if (text.length * 8 > options.workLimit) return undefined
      const { lines, crlf } = splitLines(text)
      if (leastShared > 0 && options.level !== 'dense') {
        if (sharedShare(splitLongLines(lines).units) < leastShared) return undefined
      }
      const rendered = renderLines(
        { name, lines, crlf, leastSavings, sentences: [], beginningOf: undefined },
        options,
      )
      return rendered && worthwhile(rendered, leastSavings, options)
    },
    parse: (text) => readLines(text),
  }
}

/** The lines of a text, and whether every one ends as CRLF. */
export function splitLines(text: string): { lines: string[]; crlf: boolean } {
  const crlf = text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text)
  return { lines: text.split(crlf ? '\r\n' : '\n'), crlf }
}

/** A rendering that saves its share of the tokens; at level `dense` any share. */
export function worthwhile(
  rendered: RenderedLines,
  leastSavings: number,
  { level, tokensBefore }: NotationRenderOptions,
): string | undefined {
  const least = level === 'dense' ? 0 : leastSavings
  return rendered.tokens <= tokensBefore * (1 - least) ? rendered.text : undefined
}

/** What is written: the lines of a text, under which name. */
export interface LinesToWrite {
  readonly name: string
  readonly lines: readonly string[]
  readonly crlf: boolean
  /** Share of tokens below which the text stays as it is. */
  readonly leastSavings: number
  /** What the first line says before it explains the marks. */
  readonly sentences: readonly string[]
  /** See `Cut`: for texts of records with a line of their own. */
  readonly beginningOf: ((line: string) => string) | undefined
}

/** A text in exact tokens. */
export interface RenderedLines {
  readonly text: string
  readonly tokens: number
}

/** Writes lines by templates, sections and counted runs. `undefined` where they hold too little, or every sign. */
export function renderLines(
  { name, lines, crlf, leastSavings, sentences, beginningOf }: LinesToWrite,
  options: NotationRenderOptions,
): RenderedLines | undefined {
  const units = splitLongLines(lines)
  const sign = units.units.length < LEAST_LINES ? undefined : freeSign(lines)
  if (sign === undefined) return undefined
  const estimate = createEstimator()
  const length = lines.reduce((sum, line) => sum + line.length + 1, 0)
  const least = options.level === 'dense' ? 0 : leastSavings
  const write = (bare: BareCut): Candidate | undefined => {
    // A prefix or a block saves what no template of single lines does.
    const savesElse = bare.sections.length > 0 || beginningOf !== undefined
    const leastSaved = savesElse ? 0 : length * TOKENS_PER_CHARACTER * least * MINED_SHARE
    const cut = { ...bare, leastSaved, beginningOf }
    const items = buildItems(cut, estimate)
    if (items === undefined) return undefined
    const written = writeLines({ name, sign, crlf, sentences }, items, estimate)
    if (written === undefined) return undefined
    return { cut, items, text: written, tokens: options.counter.countTokens(written) }
  }
  // What saves less than half of its share will not save the whole with wider templates.
  const hopeful = options.tokensBefore * (1 - least / 2)
  const counted = options.level === 'dense' ? takeNumbers(units) : undefined
  return smaller(
    writeBest({ ...units, counters: NO_COUNTERS }, length, hopeful, write, estimate),
    counted === undefined || counted.counters.size === 0
      ? undefined
      : writeBest(counted, length, hopeful, write, estimate),
  )
}

/** Writes with and without sections, as far as either can win, and with wider templates where there are many. */
function writeBest(
  units: NumberedUnits,
  length: number,
  hopeful: number,
  write: (cut: BareCut) => Candidate | undefined,
  estimate: Estimator,
): Candidate | undefined {
  const apart = apartLines(units.units)
  const sections = findSections(units.units, apart, estimate)
  const share = gainOfSections(sections, estimate) / (length * TOKENS_PER_CHARACTER)
  const plain: BareCut = { units, sections: [], apart, splitTokens: FINE_SPLIT_TOKENS }
  const best = smaller(
    share < LARGE_SHARE ? write(plain) : undefined,
    share > SMALL_SHARE ? write({ ...plain, sections }) : undefined,
  )
  if (best === undefined || best.tokens > hopeful || !isScattered(best.items)) return best
  return smaller(write({ ...best.cut, splitTokens: COARSE_SPLIT_TOKENS }), best)
}

/** A cut but for what is the same for a whole text. */
type BareCut = Omit<Cut, 'beginningOf' | 'leastSaved'>

const NO_COUNTERS: ReadonlyMap<number, string> = new Map()

/** One way to write a text, with exact tokens. */
interface Candidate extends RenderedLines {
  readonly cut: Cut
  readonly items: readonly Item[]
}

/** The one of fewer tokens, the first where both are as small. */
export function smaller<T extends RenderedLines>(
  a: T | undefined,
  b: T | undefined,
): T | undefined {
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
