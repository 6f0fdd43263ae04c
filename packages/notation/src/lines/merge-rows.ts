import type { Estimator } from './estimate.ts'
import type { Entry, RowItem } from './items.ts'
import {
  isSlot,
  isStop,
  joinTexts,
  padValue,
  type Segment,
  slotsOf,
  type Template,
} from './template.ts'

const MOST_LINES = 24
const MOST_SLOTS = 10
/** A template joined with itself must save this much per use, else it would only glue rows together. */
const LEAST_SAVED_WITH_ITSELF = 3
/** A value costs its own tokens and part of a separator. */
const SEPARATOR_TOKENS = 0.6

/** Neighbouring rows that hang together alike, wherever they stand in the text. */
export interface Pair {
  readonly key: string
  readonly a: Entry
  readonly b: Entry
  readonly uses: (readonly [RowItem, RowItem])[]
  /** Tokens that merging all uses saves, roughly. */
  worth: number
  /** Tokens of values that the second row has from the first, per use. */
  shared: number
  /** Tokens of the templates that no other row uses: they need no definition any more. */
  freed: number
  /** Index of the last use, so that uses of a template with itself do not overlap. */
  last: number
}

/** How two rows become one. */
export interface Merge {
  readonly entry: Entry
  /** Which values of the first and of the second row stay. */
  readonly keptA: readonly number[]
  readonly keptB: readonly number[]
}

/** How two neighbours hang together: equal keys merge alike. */
export interface PairShape {
  readonly key: string
  /** Tokens that merging one such pair saves. */
  readonly saved: number
  readonly shared: number
}

/** Answers the shape of two neighbours, remembered while they stay neighbours; `undefined` where they cannot merge. */
export function createPairShapes(
  estimate: Estimator,
): (a: RowItem, b: RowItem) => PairShape | undefined {
  const known = new WeakMap<RowItem, { b: RowItem; shape: PairShape | undefined }>()
  return (a, b) => {
    let last = known.get(a)
    if (last?.b !== b) {
      last = { b, shape: pairShape(a, b, estimate) }
      known.set(a, last)
    }
    return last.shape
  }
}

function pairShape(a: RowItem, b: RowItem, estimate: Estimator): PairShape | undefined {
  const { template: ta } = a.entry
  const { template: tb } = b.entry
  if (ta.lines.length + tb.lines.length > MOST_LINES) return undefined
  if (ta.slots + tb.slots > MOST_SLOTS) return undefined
  if (isBare(ta.lines.at(-1)!) && isBare(tb.lines[0]!)) return undefined
  const indent = relativeIndent(a.indent, b.indent)
  if (indent === undefined) return undefined
  let equal = ''
  let shared = 0
  for (const [j, value] of b.values.entries()) {
    const tokens = estimate(value)
    const i = tokens >= 2 ? a.values.indexOf(value) : -1
    if (i < 0) continue
    equal += `${j}=${i},`
    shared += tokens + SEPARATOR_TOKENS
  }
  if (a.entry === b.entry && shared < LEAST_SAVED_WITH_ITSELF) return undefined
  const saved = shared + rowOverhead(a.entry, estimate) + rowOverhead(b.entry, estimate)
  return {
    key: `${a.entry.id} ${b.entry.id} ${a.apart} ${b.apart} ${indent} ${equal}`,
    saved,
    shared,
  }
}

/** A line that is a value and nothing else: two of them would not hold a block together. */
function isBare([segment, ...more]: readonly Segment[]): boolean {
  return segment !== undefined && more.length === 0 && isSlot(segment)
}

const TEMPLATE_TOKENS = new WeakMap<Entry, number>()

/** Tokens of the text of a template, a slot counted as one. */
export function templateTokens(entry: Entry, estimate: Estimator): number {
  const known = TEMPLATE_TOKENS.get(entry)
  if (known !== undefined) return known
  let tokens = entry.template.lines.length - 1
  for (const line of entry.template.lines) {
    for (const segment of line) tokens += typeof segment === 'string' ? estimate(segment) : 1
  }
  TEMPLATE_TOKENS.set(entry, tokens)
  return tokens
}

/** What a row costs beside its values: a name, or the text of a weak one. */
function rowOverhead(entry: Entry, estimate: Estimator): number {
  return entry.weak ? templateTokens(entry, estimate) : 1
}

/** `+` and what `b` has more than `a`, `-` and what it has less; `undefined` where neither begins the other. */
function relativeIndent(a: string, b: string): string | undefined {
  if (b.startsWith(a)) return '+' + b.slice(a.length)
  return a.startsWith(b) ? '-' + a.slice(b.length) : undefined
}

/** One of the two rows while a merge is planned: per slot the value that all uses share, or where it goes. */
interface Side {
  readonly template: Template
  readonly fixed: readonly (string | undefined)[]
  readonly kept: readonly number[]
  /** Per slot of the second row the kept slot of the first that it repeats, or -1. */
  readonly equal: readonly number[]
  readonly offset: number
}

/** Plans the template of a pair. Values that are equal, or the same in all uses, move into the template. */
export function planMerge(pair: Pair, id: number, estimate: Estimator): Merge | undefined {
  const first = pair.uses[0]!
  const a = planSide(pair, 0, [])
  const b = planSide(pair, 1, a.kept)
  const linesA = replaceSlots(a)
  const linesB = replaceSlots(b)
  const extra = relativeIndent(first[0].indent, first[1].indent)!
  const lines = extra.startsWith('+')
    ? [...shift(linesA, ''), ...shift(linesB, extra.slice(1))]
    : [...shift(linesA, extra.slice(1)), ...shift(linesB, '')]
  const slots = a.kept.length + b.kept.length
  const template: Template = { lines, slots, ...apartLines(...first) }
  const entry = { id, template, weak: false }
  const merge = { entry, keptA: a.kept, keptB: b.kept }
  return worthOf(pair, merge, estimate) > 0 ? merge : undefined
}

function planSide(pair: Pair, side: 0 | 1, keptBefore: readonly number[]): Side {
  const { template } = side === 0 ? pair.a : pair.b
  const slots = slotsOf(template)
  const fixed = slots.map((_, i) => {
    const value = pair.uses[0]![side].values[i]!
    return pair.uses.every((use) => use[side].values[i] === value) ? value : undefined
  })
  const equal = slots.map((slot, j) => {
    if (slot.width > 0) return -1
    return keptBefore.findIndex((i) => pair.uses.every(([x, y]) => x.values[i] === y.values[j]))
  })
  const kept = slots.flatMap((_, i) => (fixed[i] === undefined && equal[i]! < 0 ? [i] : []))
  return { template, fixed, kept, equal, offset: keptBefore.length }
}

/** Which lines of the joined template stand apart, where not all or none do. */
function apartLines(a: RowItem, b: RowItem): { apart?: boolean[] } {
  const flags = [a, b].flatMap(({ entry, apart }) =>
    entry.template.lines.map((_, i) => apart || entry.template.apart?.[i] === true),
  )
  return (a.apart && b.apart) || !flags.includes(true) ? {} : { apart: flags }
}

/** Lines that begin with `by`. */
function shift(lines: readonly Segment[][], by: string): Segment[][] {
  return lines.map((line) => joinTexts([by, ...line]))
}

/** The lines of a template with slots replaced by what they have become, and what repeats them renumbered. */
function replaceSlots({ template, fixed, kept, equal, offset }: Side): Segment[][] {
  const repeat = (slot: number) =>
    fixed[slot] ?? { of: equal[slot]! >= 0 ? equal[slot]! : offset + kept.indexOf(slot) }
  let next = 0
  return template.lines.map((line) =>
    line.map((segment) => {
      if (typeof segment === 'string' || isStop(segment)) return segment
      if (!isSlot(segment)) return repeat(segment.of)
      const slot = next++
      const value = fixed[slot]
      if (value !== undefined) return padValue(segment, value)
      return equal[slot]! >= 0 ? { of: equal[slot]! } : segment
    }),
  )
}

function worthOf(pair: Pair, { entry, keptA, keptB }: Merge, estimate: Estimator): number {
  let saved = pair.freed - templateTokens(entry, estimate) - 3
  const dropped = (values: readonly string[], kept: readonly number[]) =>
    values
      .filter((_, i) => !kept.includes(i))
      .reduce((sum, value) => sum + estimate(value) + SEPARATOR_TOKENS, 0)
  for (const [a, b] of pair.uses) {
    saved += rowOverhead(a.entry, estimate) + rowOverhead(b.entry, estimate)
    saved += dropped(a.values, keptA) + dropped(b.values, keptB)
  }
  return saved
}

/** The row that stands for two. */
export function mergeRows(a: RowItem, b: RowItem, { entry, keptA, keptB }: Merge): RowItem {
  const values = [...keptA.map((i) => a.values[i]!), ...keptB.map((j) => b.values[j]!)]
  const indent = b.indent.startsWith(a.indent) ? a.indent : b.indent
  return {
    kind: 'row',
    entry,
    indent,
    values,
    apart: a.apart && b.apart,
    prefixLength: a.prefixLength,
  }
}
