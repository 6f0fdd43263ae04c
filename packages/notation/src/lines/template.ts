/** A place in a template that takes the next value of a row. */
export interface Slot {
  /** The value may hold blanks although blanks part the values of the row. */
  readonly free: boolean
  /** Total width; the value is padded with blanks on the left (`>`) or on the right (`<`). 0 = no padding. */
  readonly width: number
  readonly align: '<' | '>'
}

/** A place that repeats the value of an earlier slot, counted from 0. */
export interface Repeat {
  readonly of: number
}

/** A piece of a template: text that stands in every row, a slot, or the repeat of one. */
export type Segment = string | Slot | Repeat

/** One or more lines with slots. A row names its template and fills the slots in order. */
export interface Template {
  readonly lines: readonly (readonly Segment[])[]
  readonly slots: number
}

/** A slot without padding. */
export const PLAIN_SLOT: Slot = { free: false, width: 0, align: '>' }

/** Whether a segment takes a value of its own. */
export function isSlot(segment: Segment): segment is Slot {
  return typeof segment === 'object' && 'free' in segment
}

/** A value as it stands in the line: padded where the slot says so. */
export function padValue(slot: Slot, value: string): string {
  return slot.align === '<' ? value.padEnd(slot.width) : value.padStart(slot.width)
}

/** The lines of a row, without indentation. `values` has as many entries as the template has slots. */
export function fillTemplate(template: Template, values: readonly string[]): string[] {
  let next = 0
  return template.lines.map((segments) => {
    let line = ''
    for (const segment of segments) {
      if (typeof segment === 'string') line += segment
      else if (isSlot(segment)) line += padValue(segment, values[next++] ?? '')
      else line += values[segment.of] ?? ''
    }
    return line
  })
}

/** The slots of a template in the order of their values. */
export function slotsOf(template: Template): Slot[] {
  return template.lines.flatMap((segments) => segments.filter(isSlot))
}

/** Neighbouring texts joined, empty ones left out. */
export function joinTexts(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    if (segment === '') continue
    if (typeof segment === 'string' && typeof last === 'string') {
      joined[joined.length - 1] = last + segment
    } else joined.push(segment)
  }
  return joined
}
