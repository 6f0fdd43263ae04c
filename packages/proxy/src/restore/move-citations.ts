import { asRecord } from '../stream/event-json.ts'
import type { LaneKind, OpenLane } from './lanes.ts'
import type { JsonEdit } from './splice-json.ts'

/** A text that the upstream wrote, before anything in it was restored. */
export interface CitedText {
  readonly kind: LaneKind
  readonly text: string
}

type Path = readonly (string | number)[]
type Side = 'start' | 'end'

/**
 * Moves the positions of citations (`start_index`, `end_index` of `url_citation` and its like) from the text that the
 * upstream wrote to that text as it is restored. Positions count code points. One that lies inside an alias moves to the
 * near end of its phrase. Citations of Anthropic hold no positions in the answer.
 * @param path where the list of annotations stands
 */
export function citationEdits(
  annotations: unknown,
  path: Path,
  cited: CitedText,
  open: OpenLane,
): JsonEdit[] {
  if (!Array.isArray(annotations) || annotations.length === 0) return []
  return annotations.flatMap((annotation, at) =>
    annotationEdits(annotation, [...path, at], cited, open),
  )
}

/** The same for one annotation, wherever its positions stand: in itself, or in its `url_citation`. */
export function annotationEdits(
  annotation: unknown,
  path: Path,
  cited: CitedText,
  open: OpenLane,
): JsonEdit[] {
  const nested = asRecord(asRecord(annotation)?.url_citation)
  const place = nested === undefined ? path : [...path, 'url_citation']
  const holder = nested ?? asRecord(annotation)
  if (holder === undefined) return []
  const move = createMover(cited, open)
  return (['start', 'end'] as const).flatMap((side) => {
    const field = `${side}_index`
    const index = holder[field]
    if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) return []
    const moved = move(index, side)
    return moved === index ? [] : [{ path: [...place, field], json: String(moved) }]
  })
}

function createMover(
  { kind, text }: CitedText,
  open: OpenLane,
): (index: number, side: Side) => number {
  const points = Array.from(text)
  const whole = restore(open, kind, text)
  if (whole === text) return (index) => index
  return (index, side) => {
    // What is cited may still be to come: all that is known of it is how far the text before it has moved.
    const beyond = Math.max(0, index - points.length)
    const step = side === 'start' ? -1 : 1
    for (let at = index - beyond; at >= 0 && at <= points.length; at += step) {
      const cut = points.slice(0, at).join('').length
      const restored = restoredCut(open, kind, text, cut)
      if (restored !== undefined) return Array.from(whole.slice(0, restored)).length + beyond
    }
    return index
  }
}

/** Where a cut of the text lies in the restored text, in code units; `undefined` where it would cut an alias. */
function restoredCut(
  open: OpenLane,
  kind: LaneKind,
  text: string,
  cut: number,
): number | undefined {
  const lane = open(kind)
  const sure = lane.push(text.slice(0, cut))
  const rest = lane.push(text.slice(cut)) + lane.flush()
  const held = restore(open, kind, text.slice(0, cut)).slice(sure.length)
  return rest.startsWith(held) ? sure.length + held.length : undefined
}

function restore(open: OpenLane, kind: LaneKind, text: string): string {
  const lane = open(kind)
  return lane.push(text) + lane.flush()
}
