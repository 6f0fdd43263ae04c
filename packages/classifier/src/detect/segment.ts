import { findHunks } from './hunks.ts'
import type { JsonExtent } from './json-extents.ts'
import type { SpanKind } from './kind.ts'
import type { Line } from './line.ts'
import { type Form, type Surroundings, unionOf } from './probe.ts'
import { scoreProse, scoreWords } from './probes/prose.ts'
import { PROBES } from './probes.ts'
import { findQuotedBlocks } from './quoted-blocks.ts'
import { findSpeakers } from './speakers.ts'

/** What a line was found to be. */
export interface Labelled {
  readonly line: Line
  readonly kind: SpanKind
  /**
   * Points by which the kind explains the line better than any other does that neither holds it nor is held by it; may be
   * negative inside a longer stretch.
   */
  readonly margin: number
}

/** Points that a new kind costs, a new form of the same kind, and a new kind in the middle of a line. */
const NEW_KIND = 6
const NEW_KIND_AFTER_BLANK = 4
const NEW_FORM = 2
const NEW_KIND_INSIDE_LINE = 40
const MOST_POINTS = 7
const LEAST_POINTS = -4
/** A line counts the more the longer it is, up to this. */
const USUAL_LENGTH = 100
const LENGTH_STEP = 200
const MOST_WEIGHT = 4

const FENCE = /^\s*(?:`{3}|~{3})/

interface State {
  readonly kind: SpanKind
  readonly form: Form
}

const STATES: readonly State[] = PROBES.flatMap(({ kind, forms }) =>
  forms.map((form) => ({ kind, form })),
)
const KIND_OF: Uint8Array = Uint8Array.from(STATES, ({ kind }) =>
  PROBES.findIndex((probe) => probe.kind === kind),
)

/** Whether texts of one kind usually hold the other: such kinds do not speak against each other. */
const HOLDERS: ReadonlyArray<readonly boolean[]> = PROBES.map(({ kind, holds = [] }) =>
  PROBES.map((held) => holds.includes(held.kind) || (held.holds ?? []).includes(kind)),
)

function isHolder(kind: number, other: number): boolean {
  return HOLDERS[kind]?.[other] === true
}

/** What a line must match for any form of a probe to say more than `otherwise`. */
const GATES: readonly RegExp[] = PROBES.map(({ forms }) =>
  unionOf(forms.flatMap(({ gate }) => (gate === undefined ? [] : [gate]))),
)

/**
 * Finds the kinds of some lines together: the cheapest path through the forms (Viterbi), where each line gives points to
 * each form and each change costs some. One pass; time is lines times forms.
 * @param json the stretches of the text that are JSON
 * @param bias points a line that one kind has ahead
 */
export function labelLines(
  lines: readonly Line[],
  json: readonly JsonExtent[],
  bias?: { readonly kind: SpanKind; readonly points: number },
): readonly Labelled[] {
  if (lines.length === 0) return []
  const points = scoreLines(lines, json)
  STATES.forEach(({ kind }, state) => {
    const ahead = bias?.kind === kind ? bias.points : 0
    if (ahead === 0) return
    for (let row = 0; row < lines.length; row += 1) {
      const cell = row * STATES.length + state
      points[cell] = (points[cell] as number) + ahead
    }
  })
  const path = bestPath(lines, points)
  return lines.map((line, row) => ({
    line,
    kind: (STATES[path[row] as number] as State).kind,
    margin: marginOf(points, row, path[row] as number),
  }))
}

/** Points of each line (rows) under each form (columns). */
function scoreLines(lines: readonly Line[], json: readonly JsonExtent[]): Float32Array {
  const speakers = findSpeakers(lines)
  const hunks = findHunks(lines)
  const isInJson = insideOf(json)
  const blocks = findQuotedBlocks(lines)
  const points = new Float32Array(lines.length * STATES.length)
  lines.forEach((line, row) => {
    const words = scoreWords(line)
    const around: Surroundings = {
      before: lines[row - 1],
      after: lines[row + 1],
      isInDiff: hunks[row] === 1,
      isInJson: isInJson(line),
      block: blocks[row],
      prose: scoreProse(line, words),
      words,
      speakers,
    }
    const over = Math.max(0, line.length - USUAL_LENGTH) / LENGTH_STEP
    const weight = Math.min(MOST_WEIGHT, 1 + over)
    scoreForms(
      line,
      around,
      points.subarray(row * STATES.length, (row + 1) * STATES.length),
      weight,
    )
  })
  return points
}

function scoreForms(line: Line, around: Surroundings, row: Float32Array, weight: number): void {
  const isQuiet = line.isBlank || FENCE.test(line.text)
  let state = 0
  PROBES.forEach(({ forms }, index) => {
    const isOpen = line.isContinued || (!isQuiet && (GATES[index] as RegExp).test(line.text))
    let asked: Form['otherwise']
    let answer = 0
    for (const form of forms) {
      if (isQuiet) answer = form.blank ?? 0
      else if (isOpen || form.otherwise === undefined) {
        answer = form.score(line, around)
        asked = undefined
      } else if (form.otherwise !== asked) {
        answer = form.otherwise(line, around)
        asked = form.otherwise
      }
      row[state] = Math.max(LEAST_POINTS, Math.min(MOST_POINTS, answer)) * weight
      state += 1
    }
  })
}

/** Whether a line stands in one of the stretches; to be asked in the order of the text. */
function insideOf(extents: readonly JsonExtent[]): (line: Line) => boolean {
  let at = 0
  return ({ start, end, isBlank }) => {
    while (at < extents.length && (extents[at] as JsonExtent).end <= start) at += 1
    const extent = extents[at]
    return extent !== undefined && !isBlank && extent.start < end
  }
}

function bestPath(lines: readonly Line[], points: Float32Array): Uint8Array {
  const count = STATES.length
  const from = new Uint8Array(lines.length * count)
  const values = new Float64Array(points.subarray(0, count))
  const next = new Float64Array(count)
  for (let row = 1; row < lines.length; row += 1) {
    const change = costOfChange(lines[row] as Line, lines[row - 1] as Line)
    const best = bestOf(values)
    const bestByKind = bestOfKinds(values)
    for (let state = 0; state < count; state += 1) {
      const kin = bestByKind[KIND_OF[state] as number] as number
      let value = values[state] as number
      let source = state
      if ((values[kin] as number) - NEW_FORM > value) {
        value = (values[kin] as number) - NEW_FORM
        source = kin
      }
      if ((values[best] as number) - change > value) {
        value = (values[best] as number) - change
        source = best
      }
      from[row * count + state] = source
      next[state] = value + (points[row * count + state] as number)
    }
    values.set(next)
  }
  return traceBack(from, bestOf(values), lines.length)
}

function costOfChange(line: Line, before: Line): number {
  if (line.isContinued) return NEW_KIND_INSIDE_LINE
  return before.isBlank || before.end !== line.start ? NEW_KIND_AFTER_BLANK : NEW_KIND
}

function bestOf(values: Float64Array): number {
  let best = 0
  for (let state = 1; state < values.length; state += 1) {
    if ((values[state] as number) > (values[best] as number)) best = state
  }
  return best
}

function bestOfKinds(values: Float64Array): Int16Array {
  const best = new Int16Array(PROBES.length).fill(-1)
  for (let state = 0; state < values.length; state += 1) {
    const kind = KIND_OF[state] as number
    const held = best[kind] as number
    if (held < 0 || (values[state] as number) > (values[held] as number)) best[kind] = state
  }
  return best
}

function traceBack(from: Uint8Array, last: number, rows: number): Uint8Array {
  const path = new Uint8Array(rows)
  let state = last
  for (let row = rows - 1; row >= 0; row -= 1) {
    path[row] = state
    state = from[row * STATES.length + state] as number
  }
  return path
}

function marginOf(points: Float32Array, row: number, state: number): number {
  const kind = KIND_OF[state] as number
  let own = LEAST_POINTS
  let other = LEAST_POINTS
  for (let index = 0; index < STATES.length; index += 1) {
    const value = points[row * STATES.length + index] as number
    if (KIND_OF[index] === kind) own = Math.max(own, value)
    else if (!isHolder(KIND_OF[index] as number, kind)) other = Math.max(other, value)
  }
  return own - other
}
