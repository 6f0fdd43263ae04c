import type { Estimator } from './estimate.ts'
import type { Entry, Item, RowItem } from './items.ts'
import { freeBrackets, MOST_NAMES, nameAt } from './marks.ts'
import { separatorFor } from './row-values.ts'
import { isInline, type Template } from './template.ts'
import {
  type Feature,
  type HeadOptions,
  headLine,
  SHORTEST_RULE,
  templateText,
} from './write-head.ts'

/** A run of rows of one template that is at least this long is written as a table. */
const LEAST_TABLE = 4

interface Writer {
  readonly sign: string
  readonly names: ReadonlyMap<Entry, string>
  readonly values: ReadonlyMap<string, string>
  readonly used: Set<Feature>
  /** Lines that have been named where they first stand. */
  readonly named: Set<Entry>
}

/** Writes items; `undefined` where no brackets are free or there are more names than letters. */
export function writeLines(
  head: HeadOptions,
  items: readonly Item[],
  estimate: Estimator,
): string | undefined {
  const { sign } = head
  const entries = countEntries(items)
  const values = nameValues(items, estimate)
  if (entries.length + values.length > MOST_NAMES) return undefined
  const brackets = freeBrackets(
    [
      ...entries.flatMap(([entry]) => (isInline(entry.template) ? [] : textsOf(entry.template))),
      ...values.map(([value]) => value),
    ],
    sign,
  )
  if (brackets === undefined) return undefined
  const ranked = [...entries, ...values].sort((a, b) => b[1] - a[1])
  const nameOf = new Map(ranked.map(([key], i) => [key, nameAt(i)]))
  const writer: Writer = {
    sign,
    names: new Map(entries.map(([entry]) => [entry, nameOf.get(entry)!])),
    values: new Map(values.map(([value]) => [value, sign + nameOf.get(value)!])),
    used: new Set(),
    named: new Set(),
  }
  const body = writeBody(items, writer)
  const definitions = [
    ...entries
      .filter(([entry]) => !isInline(entry.template))
      .map(([entry]) => {
        const text = templateText(entry.template, sign, brackets, writer.used)
        return `${sign}${writer.names.get(entry)}=${text}`
      }),
    ...values.map(([value]) => `${writer.values.get(value)}=${value}`),
  ]
  const rule = freeRule(definitions)
  if (values.length > 0) writer.used.add('value')
  return [headLine(head, brackets, rule, writer.used), ...definitions, rule, ...body].join('\n')
}

/** The line that ends the definitions: dashes, as few as no line of theirs is. */
function freeRule(definitions: readonly string[]): string {
  const lines = new Set(definitions.flatMap((definition) => definition.split('\n')))
  let rule = SHORTEST_RULE
  while (lines.has(rule)) rule += '-'
  return rule
}

function textsOf(template: Template): string[] {
  return template.lines.flatMap((line) => line.filter((segment) => typeof segment === 'string'))
}

function countEntries(items: readonly Item[]): [Entry, number][] {
  const counts = new Map<Entry, number>()
  for (const item of items) {
    const row = item.kind === 'run' ? item.item : item
    if (row.kind === 'row') counts.set(row.entry, (counts.get(row.entry) ?? 0) + 1)
  }
  return [...counts]
}

/** Values that stand often enough to get a name, with their number of uses. */
function nameValues(items: readonly Item[], estimate: Estimator): [string, number][] {
  const counts = new Map<string, number>()
  for (const item of items) {
    const row = item.kind === 'run' ? item.item : item
    if (row.kind !== 'row') continue
    for (const value of row.values) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].filter(([value, uses]) => {
    const tokens = estimate(value)
    return uses > 2 && tokens >= 2 && (uses - 1) * (tokens - 1.2) > 5 && !value.includes('\r')
  })
}

function writeBody(items: readonly Item[], writer: Writer): string[] {
  const lines: string[] = []
  let at = 0
  let inTable = false
  while (at < items.length) {
    const table = tableAt(items, at, writer)
    if (table !== undefined) {
      lines.push(...table)
      writer.used.add('table')
      at += table.length - 1
      inTable = true
      continue
    }
    const item = items[at]!
    if (inTable && item.kind === 'plain' && !item.apart) lines.push(writer.sign + '.')
    inTable = false
    lines.push(writeItem(item, writer))
    at += 1
  }
  return lines
}

/** The head line and the rows of a table that begins here. */
function tableAt(items: readonly Item[], at: number, writer: Writer): string[] | undefined {
  const first = items[at]!
  if (first.kind !== 'row' || first.apart || first.entry.template.slots === 0) return undefined
  const separator = separatorOf(first, writer)
  const rows: string[] = []
  for (let i = at; i < items.length; i += 1) {
    const item = items[i]!
    if (item.kind !== 'row' || item.entry !== first.entry || item.apart) break
    if (item.indent !== first.indent || separatorOf(item, writer) !== separator) break
    const row = namedValues(item, writer).join(separator)
    if (row.trimStart().startsWith(writer.sign)) break
    rows.push(row)
  }
  if (rows.length < LEAST_TABLE) return undefined
  const name = writer.sign + writer.names.get(first.entry)
  return [first.indent + name + ':' + (separator === ' ' ? '' : separator), ...rows]
}

function namedValues(row: RowItem, writer: Writer): string[] {
  return row.values.map((value) => writer.values.get(value) ?? value)
}

function separatorOf(row: RowItem, writer: Writer): string {
  return separatorFor(row.entry.template, namedValues(row, writer)) ?? ' '
}

function writeItem(item: Item, writer: Writer): string {
  const { sign, used } = writer
  switch (item.kind) {
    case 'section':
      used.add(item.isInner ? 'inner' : 'section')
      return sign + (item.isInner ? '>>' : '>') + item.prefix
    case 'joiner':
      used.add('joiner')
      return sign + ':' + item.joiner
    case 'counter':
      used.add('counter')
      return sign + '#' + item.first
    case 'run':
      used.add('run')
      return (
        apartMark(item.item.apart, writer) + sign + item.count + '*' + unitText(item.item, writer)
      )
    default:
      return apartMark(item.apart, writer) + unitText(item, writer)
  }
}

function apartMark(apart: boolean, { sign, used }: Writer): string {
  if (apart) used.add('apart')
  return apart ? sign + '<' : ''
}

function unitText(item: Extract<Item, { kind: 'plain' | 'row' }>, writer: Writer): string {
  if (item.kind === 'plain') return item.text
  const name = item.indent + writer.sign + writer.names.get(item.entry)
  if (isInline(item.entry.template)) {
    writer.used.add('inline')
    if (writer.named.has(item.entry)) return name
    writer.named.add(item.entry)
    return name + '=' + (item.entry.template.lines[0]![0] ?? '')
  }
  writer.used.add('row')
  if (item.values.length === 0) return name
  const separator = separatorOf(item, writer)
  return name + separator + namedValues(item, writer).join(separator)
}
