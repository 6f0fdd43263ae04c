/** A place in a template that takes the next value of a row. */
export interface Slot {
  /** The value may hold blanks although blanks part the values of the row. */
  readonly free: boolean
  /** Width to which blanks on the left fill the value up; 0 = no padding. */
  readonly width: number
}

/** A place that blanks fill up to a column, counted from the beginning of the whole line. */
export interface Stop {
  readonly column: number
}

/** A place that repeats the value of an earlier slot, counted from 0. */
export interface Repeat {
  readonly of: number
}

/** A piece of a template: text that stands in every row, a slot, the repeat of one, or a column stop. */
export type Segment = string | Slot | Repeat | Stop

/** One or more lines with slots. A row names its template and fills the slots in order. */
export interface Template {
  readonly lines: readonly (readonly Segment[])[]
  readonly slots: number
  /** Which of the lines do not begin with the prefix of the section; none where it is absent. */
  readonly apart?: readonly boolean[]
}

/** A slot without padding. */
export const PLAIN_SLOT: Slot = { free: false, width: 0 }

/** Whether a segment takes a value of its own. */
export function isSlot(segment: Segment): segment is Slot {
  return typeof segment === 'object' && 'free' in segment
}

/** Whether a segment is a column stop. */
export function isStop(segment: Segment): segment is Stop {
  return typeof segment === 'object' && 'column' in segment
}

/** A value as it stands in the line: padded where the slot says so. */
export function padValue(slot: Slot, value: string): string {
  return value.padStart(slot.width)
}

/**
 * The lines of a row, without indentation. `values` has as many entries as the template has slots; `offsetOf` says how
 * many characters stand before a line (prefix and indentation), for its column stops.
 */
export function fillTemplate(
  template: Template,
  values: readonly string[],
  offsetOf: (line: number) => number,
): string[] {
  let next = 0
  return template.lines.map((segments, i) => {
    let line = ''
    for (const segment of segments) {
      if (typeof segment === 'string') line += segment
      else if (isSlot(segment)) line += padValue(segment, values[next++] ?? '')
      else if (isStop(segment)) line = line.padEnd(segment.column - offsetOf(i))
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

/** Whether a template is one line without slots: it is defined where it first stands. */
export function isInline(template: Template): boolean {
  const [line] = template.lines
  return template.lines.length === 1 && template.slots === 0 && line!.every(isText)
}

function isText(segment: Segment): boolean {
  return typeof segment === 'string'
}
