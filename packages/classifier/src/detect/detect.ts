import { splitAtFences } from './fences.ts'
import { findJson } from './json-extents.ts'
import type { Detection, Kind, Span, SpanKind } from './kind.ts'
import { languageOf, languageOfFence } from './language.ts'
import type { Language } from './languages.ts'
import { PROBES } from './probes.ts'
import { type Slice, sampleLines } from './sample.ts'
import { type Labelled, labelLines } from './segment.ts'

/** A line with its kind, and the fence that it stands in. */
interface Placed extends Labelled {
  readonly fence: string | undefined
  /** Which fence of the text it is. */
  readonly body: number | undefined
  /** End of what the line speaks for: its own, or where the next slice of a long text begins. */
  readonly reach: number
}

/** Below this share of the characters, what stands outside of fences is no more than a frame around them. */
const LEAST_OUTSIDE = 0.1
const LEAST_OUTSIDE_SEVERAL = 0.03
/** Share from which a kind may count what its texts usually hold. */
const LEAST_HOLDER = 0.15
/** Share from which a majority is clear. */
const CLEAR_MAJORITY = 0.6
const FENCE_BIAS = 1.5

const EMPTY: Detection = { kind: 'prose', confidence: 0, spans: [] }

/**
 * Says what a text is, as a whole and stretch by stretch. Deterministic; reads up to 32,768 characters whole and of longer
 * texts eight slices of 2,048 at even distances, so that its time is bounded. Never throws.
 * @example detect('{"id": 1, "state": "open"}').kind // 'json_api'
 */
export function detect(text: string): Detection {
  const slices = sampleLines(text)
  if (slices.length === 0) return EMPTY
  const placed = slices.flatMap((slice) => placeLines(slice, text))
  const spans = joinSpans(placed, text)
  const { kind, share } = majorityOf(placed)
  const language = languageOfKind(kind, spans)
  return {
    kind,
    confidence: Math.round(share * clarityOf(placed) * 1000) / 1000,
    ...(language === undefined ? {} : { language }),
    spans,
  }
}

function placeLines(slice: Slice, text: string): readonly Placed[] {
  const { lines } = slice
  const json = findJson(text, lines[0]?.start ?? 0, lines.at(-1)?.end ?? 0)
  return splitAtFences(lines)
    .flatMap(({ lines, fence }) =>
      labelLines(lines, json, biasOf(fence)).map((labelled) => ({
        ...labelled,
        fence,
        body: fence === undefined ? undefined : lines[0]?.start,
      })),
    )
    .sort((left, right) => left.line.start - right.line.start)
    .map((placed, index, all) => ({ ...placed, reach: all[index + 1]?.line.start ?? slice.end }))
}

function biasOf(fence: string | undefined): { kind: SpanKind; points: number } | undefined {
  if (fence === undefined) return undefined
  const info = fence.toLowerCase()
  if (info === 'diff' || info === 'patch') return { kind: 'diff', points: FENCE_BIAS }
  if (info === 'csv' || info === 'tsv') return { kind: 'table', points: FENCE_BIAS }
  const language = languageOfFence(info)
  if (language === undefined) return { kind: 'code', points: 0.4 }
  return { kind: language === 'json' ? 'json_api' : 'code', points: FENCE_BIAS }
}

function joinSpans(placed: readonly Placed[], text: string): readonly Span[] {
  const spans: Span[] = []
  let from = 0
  placed.forEach(({ kind, fence, body, reach }, index) => {
    const next = placed[index + 1]
    if (next !== undefined && next.kind === kind && next.body === body) return
    const lines = placed.slice(from, index + 1)
    const start = spans.at(-1)?.end ?? 0
    const language = languageOfSpan(kind, fence, lines)
    const span = { start, end: next === undefined ? text.length : reach, kind }
    const before = spans.at(-1)
    if (before?.kind === kind && before.language === language)
      spans[spans.length - 1] = { ...before, end: span.end }
    else spans.push(language === undefined ? span : { ...span, language })
    from = index + 1
  })
  return spans
}

function languageOfSpan(
  kind: SpanKind,
  fence: string | undefined,
  lines: readonly Placed[],
): Language | undefined {
  if (kind === 'json_api') return 'json'
  if (kind !== 'code') return undefined
  return languageOfFence(fence ?? '') ?? languageOf(lines.map(({ line }) => line.text))
}

interface Majority {
  readonly kind: Kind
  readonly share: number
}

/** The kind that most characters outside of fences speak for, together with what its texts usually hold. */
function majorityOf(placed: readonly Placed[]): Majority {
  const outside = placed.filter(({ fence }) => fence === undefined)
  const size = (some: readonly Placed[]): number =>
    some.reduce((sum, { line }) => sum + line.length, 0)
  const bodies = new Set(placed.flatMap(({ body }) => (body === undefined ? [] : [body])))
  const least = bodies.size > 1 ? LEAST_OUTSIDE_SEVERAL : LEAST_OUTSIDE
  const isFrame = size(outside) < least * size(placed)
  const shares = sharesOf(isFrame ? placed.filter(({ fence }) => fence !== undefined) : outside)
  let best: Majority = { kind: 'prose', share: 0 }
  for (const { kind, holds = [], holdsFrom = LEAST_HOLDER } of PROBES) {
    const own = shares.get(kind) ?? 0
    const held =
      own < holdsFrom ? 0 : holds.reduce((sum, other) => sum + (shares.get(other) ?? 0), 0)
    if (own + held > best.share) best = { kind, share: own + held }
  }
  return best.share < CLEAR_MAJORITY ? { kind: 'mixed', share: 1 - best.share } : best
}

function sharesOf(placed: readonly Placed[]): ReadonlyMap<SpanKind, number> {
  const sizes = new Map<SpanKind, number>()
  let total = 0
  for (const { kind, line } of placed) {
    const size = Math.max(1, line.length)
    sizes.set(kind, (sizes.get(kind) ?? 0) + size)
    total += size
  }
  return new Map([...sizes].map(([kind, size]) => [kind, size / total]))
}

/** How clearly the lines speak, from 0.5 to 1. */
function clarityOf(placed: readonly Placed[]): number {
  let sum = 0
  let total = 0
  for (const { margin, line } of placed) {
    sum += Math.max(0, Math.min(4, margin)) * line.length
    total += line.length
  }
  const mean = total === 0 ? 0 : sum / total
  return 0.5 + (0.5 * mean) / (mean + 0.5)
}

/** The language of most characters of code, where the whole is code or JSON. */
function languageOfKind(kind: Kind, spans: readonly Span[]): Language | undefined {
  if (kind !== 'code' && kind !== 'json_api') return undefined
  const sizes = new Map<Language, number>()
  for (const span of spans) {
    if (span.kind !== kind || span.language === undefined) continue
    sizes.set(span.language, (sizes.get(span.language) ?? 0) + span.end - span.start)
  }
  return [...sizes].sort((left, right) => right[1] - left[1])[0]?.[0]
}
