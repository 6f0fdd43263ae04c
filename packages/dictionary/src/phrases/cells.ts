import type { Span } from './atoms.ts'

/** What parts the cells of a table is told by its header: `3 rows: name price` or `3 rows|name|price`. */
const HEADER = /(?:rows|keys)(: |\|)/g
const QUOTED = '"([^"\\\\\n]*)"'
const CELLS: Readonly<Record<string, RegExp>> = {
  ': ': new RegExp(`${QUOTED}|[^\\s"{}[\\]|=*\\\\]+`, 'g'),
  '|': new RegExp(`${QUOTED}|[^\n"{}[\\]|=*\\\\]+`, 'g'),
}

/** The cells of the lines behind the first one, without quotes; ascending. Cells that hold values in brackets are cut. */
export function cellsOf(text: string): Span[] {
  const cells: Span[] = []
  let separator = ': '
  let from = 0
  for (const line of text.split('\n')) {
    if (from > 0) addCells(cells, line, from, CELLS[separator]!)
    for (const [, mark] of line.matchAll(HEADER)) separator = mark!
    from += line.length + 1
  }
  return cells
}

function addCells(cells: Span[], line: string, from: number, pattern: RegExp): void {
  for (const { 0: cell, 1: inner = cell, index } of line.matchAll(pattern)) {
    const start = from + index + (inner === cell ? 0 : 1)
    if (inner !== '') cells.push([start, start + inner.length])
  }
}
