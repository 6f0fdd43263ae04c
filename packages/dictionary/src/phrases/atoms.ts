import { isUnspacedUnit, isWordUnit } from '../word-units.ts'
import { cellsOf } from './cells.ts'

/** Part of a text that must stay as it is, in code units: `[from, to)`. */
export type Span = readonly [from: number, to: number]

/**
 * What a text is made of: in `json`, phrases do not reach over quotes, escapes and structure. `table` is JSON in whose
 * first line values stand between blanks too, and whose other lines are rows: there a phrase is a whole cell.
 */
export type Syntax = 'text' | 'json' | 'table'

/** A text cut into units that an alias may begin or end at: words, runs of spaces, single other characters. */
export interface Atoms {
  readonly text: string
  readonly count: number
  /** Offset of each atom; one more entry than atoms, the last is the end of the text. */
  readonly starts: Int32Array
  /** Equal atoms have equal numbers; an atom that no phrase may hold has a number of its own. */
  readonly ids: Int32Array
  /** Number of distinct ids. */
  readonly alphabet: number
  /** Per atom: may a phrase begin here, end here, or not hold it at all. */
  readonly flags: Uint8Array
}

/** A phrase may begin with this atom. */
export const MAY_BEGIN = 1
/** A phrase may end with this atom. */
export const MAY_END = 2
/** No phrase holds this atom. */
export const BARRIER = 4

const NEWLINE = 10
const SPACE = 32
/** A definition ends at its first `]`, and brackets should stand in pairs. */
const TEXT_BARRIERS = '[]{}|"\n\r'
const BARRIERS: Readonly<Record<Syntax, string>> = {
  text: TEXT_BARRIERS,
  json: TEXT_BARRIERS + '\\=*',
  table: TEXT_BARRIERS + '\\=*',
}
/** What a path or a flag begins with. */
const OPENERS = '/.-'

/** Cuts a text into atoms in one pass. Protected spans and barriers get ids that occur once. */
export function atomize(text: string, syntax: Syntax, protectedSpans: readonly Span[]): Atoms {
  const cells = syntax === 'table' ? cellsOf(text) : []
  const cuts = cutAtoms(text, cells)
  const count = cuts.length - 1
  const ids = new Int32Array(count)
  const flags = new Uint8Array(count)
  const known = new Map<string, number>()
  const barriers = BARRIERS[syntax]
  let alphabet = 0
  for (let at = 0; at < count; at += 1) {
    const atom = text.slice(cuts[at], cuts[at + 1])
    if (atom.length === 1 && barriers.includes(atom)) {
      flags[at] = BARRIER
      ids[at] = alphabet++
      continue
    }
    let id = known.get(atom)
    if (id === undefined) {
      id = alphabet++
      known.set(atom, id)
    }
    ids[at] = id
    flags[at] = flagsOf(text, cuts[at]!, syntax)
  }
  const atoms = { text, count, starts: cuts, ids, alphabet, flags }
  const spans =
    syntax === 'table' ? [...protectedSpans, ...gapsBetween(text, cells)] : protectedSpans
  return spans.length === 0 ? atoms : protect(atoms, spans)
}

/** A cell is one atom. */
function cutAtoms(text: string, cells: readonly Span[]): Int32Array {
  const cuts = new Int32Array(text.length + 1)
  let count = 0
  let cell = 0
  for (let at = 0; at < text.length; count += 1) {
    cuts[count] = at
    if (at === cells[cell]?.[0]) {
      at = cells[cell]![1]
      cell += 1
      continue
    }
    at = atomEnd(text, at)
  }
  cuts[count] = text.length
  return cuts.slice(0, count + 1)
}

function atomEnd(text: string, from: number): number {
  const unit = text.charCodeAt(from)
  let at = from + 1
  if (isWordUnit(unit)) while (at < text.length && isWordUnit(text.charCodeAt(at))) at += 1
  else if (unit === SPACE) while (text.charCodeAt(at) === SPACE) at += 1
  else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(at))) at += 1
  return at
}

const BLANK_OR_TEXT = /"(?:[^"\\]|\\.)*"|[ ,]/g

/** What no phrase of a `table` may hold: in the first line blanks and commas outside of quotes, then all but cells. */
function gapsBetween(text: string, cells: readonly Span[]): Span[] {
  const end = text.indexOf('\n')
  const first = end < 0 ? text : text.slice(0, end)
  const gaps: Span[] = []
  for (const { 0: found, index } of first.matchAll(BLANK_OR_TEXT)) {
    if (found.length === 1) gaps.push([index, index + 1])
  }
  let from = first.length
  for (const [start, stop] of cells) {
    gaps.push([from, start])
    from = stop
  }
  gaps.push([from, text.length])
  return gaps
}

function flagsOf(text: string, at: number, syntax: Syntax): number {
  const unit = text.charCodeAt(at)
  const before = at === 0 ? NEWLINE : text.charCodeAt(at - 1)
  if (isWordUnit(unit)) {
    // After a backslash stands the rest of an escape: `\nfoo` holds no word `nfoo`.
    return syntax !== 'text' && before === 92 ? BARRIER : MAY_BEGIN | MAY_END
  }
  if (isUnspacedUnit(unit)) return MAY_BEGIN | MAY_END
  if (text[at] === ')') return MAY_END
  const opens = OPENERS.includes(text[at]!) && isWordUnit(text.charCodeAt(at + 1))
  return opens && !isWordUnit(before) && !OPENERS.includes(text[at - 1] ?? ' ') ? MAY_BEGIN : 0
}

function protect(atoms: Atoms, spans: readonly Span[]): Atoms {
  let { alphabet } = atoms
  const sorted = [...spans].sort((a, b) => a[0] - b[0])
  let span = 0
  for (let at = 0; at < atoms.count; at += 1) {
    while (span < sorted.length && sorted[span]![1] <= atoms.starts[at]!) span += 1
    if (span === sorted.length) break
    if (atoms.starts[at + 1]! <= sorted[span]![0]) continue
    atoms.flags[at] = BARRIER
    atoms.ids[at] = alphabet++
  }
  return { ...atoms, alphabet }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
