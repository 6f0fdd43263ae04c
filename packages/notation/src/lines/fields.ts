/** A line taken apart: `indent`, then `gaps[i]` before `fields[i]`, then `tail` (blanks at the end). */
export interface FieldLine {
  readonly indent: string
  readonly fields: readonly string[]
  /** White space before each field; the first is empty. */
  readonly gaps: readonly string[]
  readonly tail: string
  /** Characters before the indentation ends: what a section and the indentation take. */
  readonly offset: number
  /** The fields are the cells of a table and the bars between them. */
  readonly isTable: boolean
}

/** A field is a run without white space; what stands in double quotes belongs to one field. */
const FIELD = /(?:"[^"]{0,160}"|[^\s"]|"(?![^"]{0,160}"))+/g

/** A bar between two cells of a table, with the blank on its left. */
const BAR = /(?<=^| )\|(?= |$)/g
const LEAST_BARS = 2

/** Takes a line apart; joined again its pieces are the line. Between bars a field is a whole cell. */
export function splitFields(line: string, offset: number): FieldLine {
  const bars = line.includes('|') ? [...line.matchAll(BAR)].map(({ index }) => index) : []
  return { ...(bars.length >= LEAST_BARS ? splitCells(line, bars) : splitWords(line)), offset }
}

function splitWords(line: string): Omit<FieldLine, 'offset'> {
  const fields: string[] = []
  const gaps: string[] = []
  let indent = ''
  let end = 0
  for (const match of line.matchAll(FIELD)) {
    const gap = line.slice(end, match.index)
    if (fields.length === 0) indent = gap
    gaps.push(fields.length === 0 ? '' : gap)
    fields.push(match[0])
    end = match.index + match[0].length
  }
  return fields.length === 0
    ? { indent: '', fields, gaps, tail: line, isTable: false }
    : { indent, fields, gaps, tail: line.slice(end), isTable: false }
}

/** An empty cell stands behind the one blank that follows a bar; what else is blank is padding, also at the end. */
function splitCells(line: string, bars: readonly number[]): Omit<FieldLine, 'offset'> {
  const fields: string[] = []
  const gaps: string[] = []
  let end = 0
  const push = (field: string, at: number) => {
    gaps.push(line.slice(end, at))
    fields.push(field)
    end = at + field.length
  }
  for (const bar of [...bars, line.length]) {
    const cell = line.slice(end, bar)
    const text = cell.trim()
    const begin = text === '' ? Math.min(1, cell.length) : cell.indexOf(text)
    if (bar < line.length || text !== '') push(text, end + begin)
    if (bar < line.length) push('|', bar)
  }
  if (end < line.length) push('', line.length)
  const indent = gaps[0]!
  gaps[0] = ''
  return { indent, fields, gaps, tail: '', isTable: true }
}
