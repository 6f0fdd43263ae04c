import { type Column, type Part, sameColumn, splitColumn } from './columns.ts'
import type { Estimator } from './estimate.ts'
import type { FieldLine } from './fields.ts'
import { joinTexts, PLAIN_SLOT, type Segment, type Slot, type Template } from './template.ts'

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
    const placed: PlacedPart[] = columns
      .filter((part) => part !== '')
      .map((part) => ({ part, slot: PLAIN_SLOT }))
    const gaps = lines.map((line) => line.gaps[place]!)
    if (!placeGap(parts, placed, gaps)) return undefined
    parts.push(...placed)
  }
  return assemble([...parts, { part: tail, slot: PLAIN_SLOT }], lines.length)
}

interface PlacedPart {
  readonly part: Part
  slot: Slot
}

/** Writes the gap between two fields as text, or as padding of the column on its right or left. */
function placeGap(left: PlacedPart[], right: PlacedPart[], gaps: readonly string[]): boolean {
  const first = gaps[0]!
  if (gaps.every((gap) => gap === first)) {
    if (first !== '') left.push({ part: first, slot: PLAIN_SLOT })
    return true
  }
  if (gaps.some((gap) => !/^ +$/.test(gap))) return false
  return pad(right[0], gaps, '>') || pad(left.at(-1), gaps, '<')
}

function pad(placed: PlacedPart | undefined, gaps: readonly string[], align: '<' | '>'): boolean {
  if (placed === undefined || typeof placed.part === 'string' || placed.slot.width > 0) return false
  const { values } = placed.part
  const width = values[0]!.length + gaps[0]!.length
  if (values.some((value, row) => value.length + gaps[row]!.length !== width)) return false
  placed.slot = { free: false, width, align }
  return true
}

function assemble(parts: readonly PlacedPart[], count: number): BuiltTemplate {
  const segments: Segment[] = []
  const columns: Column[] = []
  for (const { part, slot } of parts) {
    if (typeof part === 'string') {
      segments.push(part)
      continue
    }
    const of = slot.width > 0 ? -1 : columns.findIndex((column) => sameColumn(column, part))
    if (of >= 0) segments.push({ of })
    else {
      segments.push({ ...slot, free: part.values.some((value) => value.includes(' ')) })
      columns.push(part)
    }
  }
  const rows = Array.from({ length: count }, (_, row) => columns.map(({ values }) => values[row]!))
  return { template: { lines: [joinTexts(segments)], slots: columns.length }, rows }
}
