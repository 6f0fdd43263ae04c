import type { Location, Row } from './frame.ts'

/** Where a mark over several lines ends, counted from 1, and what is written behind its end. */
export interface Span {
  readonly line: number
  readonly column: number
  readonly label: string
}

/** Rows without the rule on their left that marks several of them, and what it marked. */
export interface TakenSpan {
  readonly rows: readonly Row[]
  readonly span: Span
}

const END = /^\|(_+)\^(?: (.+))?$/

/** Takes the rule off; `undefined` where rows have none, or other notes too. Drawn again the rows are the same. */
export function takeSpan(rows: readonly Row[], location: Location): TakenSpan | undefined {
  const end = rows.findLastIndex(({ kind }) => kind === 'note')
  const last = rows[end - 1]
  const note = rows[end]
  const match = note?.kind === 'note' ? END.exec(note.text) : null
  if (match === null || last?.kind !== 'source') return undefined
  const span = { line: last.number, column: match[1]!.length, label: match[2] ?? '' }
  const bare = rows
    .filter((row) => row.kind === 'source')
    .map((row): Row => ({ ...row, text: row.text.slice(2) }))
  const drawn = drawSpan(bare, location, span)
  const isSame = drawn.length === rows.length && drawn.every((row, i) => sameRow(row, rows[i]!))
  return isSame ? { rows: bare, span } : undefined
}

function sameRow(a: Row, b: Row): boolean {
  if (a.kind !== b.kind || !('text' in a) || !('text' in b)) return false
  return a.text === b.text && ('number' in a ? a.number : 0) === ('number' in b ? b.number : 0)
}

/** Draws the rule: from the indentation of the first line, or from a mark below it, to a mark below the last. */
export function drawSpan(rows: readonly Row[], location: Location, span: Span): Row[] {
  return rows.flatMap((row): Row[] => {
    if (row.kind !== 'source') return [row]
    const { number, text } = row
    const isFirst = number === location.line
    const slash = isFirst && text.length - text.trimStart().length === location.column - 1
    const rule = ruleOf(number, slash, location, span)
    const drawn: Row[] = [{ ...row, text: text === '' ? rule.trim() : `${rule} ${text}` }]
    if (isFirst && !slash) drawn.push(note(` ${'_'.repeat(location.column)}^`))
    if (number === span.line) drawn.push(note(endOf(span)))
    return drawn
  })
}

function ruleOf(number: number, slash: boolean, { line }: Location, span: Span): string {
  if (slash) return '/'
  return number > line && number <= span.line ? '|' : ' '
}

function note(text: string): Row {
  return { kind: 'note', text }
}

function endOf({ column, label }: Span): string {
  return `|${'_'.repeat(column)}^${label === '' ? '' : ' ' + label}`
}
