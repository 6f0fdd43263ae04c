import type { Estimator } from './estimate.ts'
import type { Entry, Item, PlainItem, RowItem } from './items.ts'
import { separatorFor } from './row-values.ts'
import { fillTemplate, isInline, type Template } from './template.ts'

const RUN_MARK_TOKENS = 3
/** A template that saves less only costs attention. */
const LEAST_GAIN = 4

/** Writes out what is not worth a template, and counts equal neighbours. */
export function settleItems(items: readonly Item[], estimate: Estimator): Item[] {
  const folded = foldRuns(
    items.flatMap((item) => writeOutIf(item, isPlain)),
    estimate,
  )
  const losing = losingEntries(folded, estimate)
  return foldRuns(
    folded.flatMap((item) => writeOutIf(item, ({ entry }) => losing.has(entry))),
    estimate,
  )
}

function isPlain(row: RowItem): boolean {
  return row.entry.weak || separatorFor(row.entry.template, row.values) === undefined
}

/** A row as the lines that it stands for, where `out` says so. */
function writeOutIf(item: Item, out: (row: RowItem) => boolean): Item[] {
  if (item.kind === 'run') {
    if (item.item.kind !== 'row' || !out(item.item)) return [item]
    const { item: row, count } = item
    return Array.from({ length: count }, () => plainLines(row)).flat()
  }
  return item.kind === 'row' && out(item) ? plainLines(item) : [item]
}

function plainLines(row: RowItem): PlainItem[] {
  return linesOf(row).map((line, i) => ({
    kind: 'plain',
    text: row.indent + line,
    apart: isApart(row, i),
  }))
}

function isApart(row: RowItem, line: number): boolean {
  return row.apart || row.entry.template.apart?.[line] === true
}

function linesOf(row: RowItem): string[] {
  return fillTemplate(
    row.entry.template,
    row.values,
    (i) => (isApart(row, i) ? 0 : row.prefixLength) + row.indent.length,
  )
}

/** Entries whose rows save less than their definition costs. */
function losingEntries(items: readonly Item[], estimate: Estimator): Set<Entry> {
  const gains = new Map<Entry, number>()
  for (const item of items) {
    const row = item.kind === 'run' ? item.item : item
    if (row.kind !== 'row') continue
    const known = gains.get(row.entry) ?? -definitionTokens(row.entry.template, estimate)
    gains.set(row.entry, known + rowGain(row, estimate))
  }
  return new Set([...gains].filter(([, gain]) => gain < LEAST_GAIN).map(([entry]) => entry))
}

function definitionTokens(template: Template, estimate: Estimator): number {
  let tokens = isInline(template) ? 1 : 3
  for (const line of template.lines) {
    for (const segment of line) tokens += typeof segment === 'string' ? estimate(segment) : 1.5
  }
  return tokens
}

function rowGain(row: RowItem, estimate: Estimator): number {
  let tokens = 1
  for (const value of row.values) tokens += estimate(value) + 0.6
  let written = 0
  for (const line of linesOf(row)) written += estimate(line) + 1
  return written - tokens - 1
}

function foldRuns(items: readonly Item[], estimate: Estimator): Item[] {
  const folded: Item[] = []
  let from = 0
  while (from < items.length) {
    const first = items[from]!
    let to = from + 1
    while (to < items.length && sameItem(first, items[to]!)) to += 1
    const count = to - from
    if (count > 1 && isSingle(first) && saves(first, count, estimate)) {
      folded.push({ kind: 'run', item: first, count })
    } else for (let i = from; i < to; i += 1) folded.push(items[i]!)
    from = to
  }
  return folded
}

function isSingle(item: Item): item is PlainItem | RowItem {
  return item.kind === 'plain' || item.kind === 'row'
}

function saves(item: PlainItem | RowItem, count: number, estimate: Estimator): boolean {
  const tokens =
    item.kind === 'plain'
      ? estimate(item.text)
      : item.values.reduce((sum, value) => sum + estimate(value) + 0.6, 1)
  return (count - 1) * (tokens + (item.kind === 'row' ? 1 : 0.6)) > RUN_MARK_TOKENS
}

function sameItem(a: Item, b: Item): boolean {
  if (a.kind === 'plain' && b.kind === 'plain') return a.text === b.text && a.apart === b.apart
  if (a.kind !== 'row' || b.kind !== 'row') return false
  return (
    a.entry === b.entry &&
    a.indent === b.indent &&
    a.apart === b.apart &&
    a.values.every((value, i) => value === b.values[i])
  )
}
