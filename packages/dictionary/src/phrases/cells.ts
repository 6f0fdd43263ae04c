import type { Span } from './atoms.ts'

/** What parts the cells of a table is told by its header: `3 rows: name price`, `3 rows: name|price` or `3 rows|name|price`. */
const HEADER = /(?:rows|keys)(: |\|)(.*)/g
/** A column with what stands behind its name, and what parts it from the next one. */
const COLUMN = /((?:"(?:[^"\\]|\\.)*"|[^\s"|])+)([ |]?)/g
/** A value in the header, constant or template; behind a colon stand types and masks. */
const IS_SET = /^(?:"(?:[^"\\]|\\.)*"|[^":])*=/
const QUOTED = '"([^"\\\\\n]*)"'
const WORD = new RegExp(`${QUOTED}|[^\\s"{}[\\]|=*\\\\]+`, 'g')
const WORDS = new RegExp(`${QUOTED}|[^\n"{}[\\]|=*\\\\]+`, 'g')
/** A cell and the blank behind it. */
const CELL = /(?:"(?:[^"\\]|\\.)*"|[^" ])* /y
/** Cells that can be told apart: words, and behind a blank whatever is left. */
const LEADING = /^(?:[^\s"{}[\]|=*\\]+ )*$/

/** Between bars: how many cells, of which only the last one may hold blanks. `undefined`: bars part all of them. */
type Layout = readonly number[] | undefined

/** The cells of the lines behind the first one, without quotes; ascending. Cells that hold values in brackets are cut. */
export function cellsOf(text: string): Span[] {
  const cells: Span[] = []
  let layout: Layout = []
  let from = 0
  for (const line of text.split('\n')) {
    if (from > 0) addRow(cells, line, from, layout)
    for (const [, mark, columns] of line.matchAll(HEADER)) {
      layout = mark === '|' ? undefined : layoutOf(columns!)
    }
    from += line.length + 1
  }
  return cells
}

/** Counts the columns that have cells: a constant has none. */
function layoutOf(header: string): number[] {
  const layout = [0]
  for (const [, column, separator] of header.matchAll(COLUMN)) {
    const isConstant = IS_SET.test(column!) && !column!.includes('*')
    if (!isConstant) layout[layout.length - 1]! += 1
    if (separator === '|') layout.push(0)
  }
  return layout
}

function addRow(cells: Span[], line: string, from: number, layout: Layout): void {
  if (layout === undefined) {
    addCells(cells, line, from, WORDS)
    return
  }
  let start = from
  for (const [at, part] of line.split('|').entries()) {
    const words = wordsBefore(part, layout[at] ?? 0)
    addCells(cells, part.slice(0, words), start, WORD)
    addCells(
      cells,
      part.slice(words),
      start + words,
      LEADING.test(part.slice(0, words)) ? WORDS : WORD,
    )
    start += part.length + 1
  }
}

/** Code units up to the last one of this many cells; all where there are fewer. */
function wordsBefore(part: string, cells: number): number {
  if (cells === 0) return part.length
  CELL.lastIndex = 0
  for (let cell = 1; cell < cells; cell += 1) if (!CELL.test(part)) return part.length
  return CELL.lastIndex
}

function addCells(cells: Span[], line: string, from: number, pattern: RegExp): void {
  for (const { 0: cell, 1: inner = cell, index } of line.matchAll(pattern)) {
    const start = from + index + (inner === cell ? 0 : 1)
    if (inner !== '') cells.push([start, start + inner.length])
  }
}
