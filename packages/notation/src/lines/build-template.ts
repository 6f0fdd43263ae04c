import { type Column, type Part, sameColumn, splitColumn } from './columns.ts'
import type { Estimator } from './estimate.ts'
import type { FieldLine } from './fields.ts'
import { joinTexts, type Segment, type Stop, type Template } from './template.ts'

/** A template and, per line that it was built from, the values of its slots. */
export interface BuiltTemplate {
  readonly template: Template
  readonly rows: readonly (readonly string[])[]
}

/**
 * Builds the template of lines with the same number of fields. Answers `undefined` where the white space between
 * fields differs and no padding explains it.
 */
export function buildTemplate(
  lines: readonly FieldLine[],
  estimate: Estimator,
): BuiltTemplate | undefined {
  const parts: PlacedPart[] = []
  const seen: Column[] = []
  const { fields, tail } = lines[0]!
  for (let place = 0; place < fields.length; place += 1) {
    const columns = splitColumn(
      lines.map((line) => line.fields[place]!),
      seen,
      estimate,
    )
    for (const part of columns) if (typeof part !== 'string') seen.push(part)
    const placed = columns
      .filter((part) => part !== '')
      .map((part): PlacedPart => ({ part, width: 0 }))
    const gap = placeGap(lines, place, placed)
    if (gap === undefined) return undefined
    parts.push(...gap)
  }
  return assemble([...parts, { part: tail, width: 0 }], lines.length)
}

interface PlacedPart {
  readonly part: Part | Stop
  /** Blanks on the left fill a column up to this width. */
  readonly width: number
}

/** The parts of a field behind the gap before it: text, padding of the first column, or a column stop. */
function placeGap(
  lines: readonly FieldLine[],
  place: number,
  placed: readonly PlacedPart[],
): PlacedPart[] | undefined {
  const gaps = lines.map((line) => line.gaps[place]!)
  const first = gaps[0]!
  if (gaps.every((gap) => gap === first)) return [{ part: first, width: 0 }, ...placed]
  if (gaps.some((gap) => !/^ +$/.test(gap))) return undefined
  const column = placed[0]?.part
  if (typeof column === 'object' && 'values' in column) {
    const width = sameNumber(column.values.map((value, row) => value.length + gaps[row]!.length))
    if (width !== undefined) return [{ part: column, width }, ...placed.slice(1)]
  }
  const stop = sameNumber(lines.map((line) => line.offset + columnOf(line, place)))
  return stop === undefined ? undefined : [{ part: { column: stop }, width: 0 }, ...placed]
}

function sameNumber(numbers: readonly number[]): number | undefined {
  return numbers.every((number) => number === numbers[0]) ? numbers[0] : undefined
}

/** Where a field begins, counted from the first. */
function columnOf({ fields, gaps }: FieldLine, place: number): number {
  let column = 0
  for (let i = 0; i < place; i += 1) column += gaps[i]!.length + fields[i]!.length
  return column + gaps[place]!.length
}

function assemble(parts: readonly PlacedPart[], count: number): BuiltTemplate {
  const segments: Segment[] = []
  const columns: Column[] = []
  for (const { part, width } of parts) {
    if (typeof part === 'string' || 'column' in part) {
      segments.push(part)
      continue
    }
    const of = width > 0 ? -1 : columns.findIndex((column) => sameColumn(column, part))
    if (of >= 0) segments.push({ of })
    else {
      segments.push({ free: part.values.some((value) => value.includes(' ')), width })
      columns.push(part)
    }
  }
  const rows = Array.from({ length: count }, (_, row) => columns.map(({ values }) => values[row]!))
  return { template: { lines: [joinTexts(segments)], slots: columns.length }, rows }
}
