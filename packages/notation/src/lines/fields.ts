/** A line taken apart: `indent`, then `gaps[i]` before `fields[i]`, then `tail` (blanks at the end). */
export interface FieldLine {
  readonly indent: string
  readonly fields: readonly string[]
  /** White space before each field; the first is empty. */
  readonly gaps: readonly string[]
  readonly tail: string
}

/** A field is a run without white space; what stands in double quotes belongs to one field. */
const FIELD = /(?:"[^"]{0,160}"|[^\s"]|"(?![^"]{0,160}"))+/g

/** Takes a line apart; joined again its pieces are the line. */
export function splitFields(line: string): FieldLine {
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
    ? { indent: '', fields, gaps, tail: line }
    : { indent, fields, gaps, tail: line.slice(end) }
}
