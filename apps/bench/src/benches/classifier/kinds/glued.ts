import { createHash } from 'node:crypto'
import { detect, type Kind } from '@x/classifier'
import type { LabelledWindow } from './labelled.ts'

const HALF_CHARACTERS = 1000
const SEAM = '\n\n'

/** Kinds that flow into each other: a paragraph after a document or a conversation may well belong to it. */
const FLOWING: ReadonlySet<Kind> = new Set<Kind>(['prose', 'markdown', 'chat'])

/** How well the seams of glued texts are found. */
export interface GluedScore {
  readonly texts: number
  /** Share of the characters that stand in a span of their own kind. */
  readonly rightCharacters: number
}

/**
 * Glues windows of two kinds each, paired by a hash, and scores the spans by character.
 * @param pairs all of them, or those alone that have a seam to be seen
 */
export function scoreGlued(
  windows: Iterable<LabelledWindow>,
  pairs: 'all' | 'distinct',
): GluedScore {
  const sorted = [...windows].map((window) => ({ window, key: keyOf(window) }))
  sorted.sort((left, right) => (left.key < right.key ? -1 : 1))
  let texts = 0
  let right = 0
  let all = 0
  for (let index = 0; index + 1 < sorted.length; index += 2) {
    const [first, second] = [sorted[index]?.window, sorted[index + 1]?.window]
    if (first === undefined || second === undefined || first.kind === second.kind) continue
    const isFlowing = FLOWING.has(first.kind) && FLOWING.has(second.kind)
    if (isFlowing && pairs === 'distinct') continue
    const left = halfOf(first.text)
    const other = halfOf(second.text)
    const seam = left.length + SEAM.length
    const { spans } = detect(left + SEAM + other)
    right += overlap(spans, first.kind, 0, left.length)
    right += overlap(spans, second.kind, seam, seam + other.length)
    all += left.length + other.length
    texts += 1
  }
  return { texts, rightCharacters: right / all }
}

function keyOf({ file, id, kind }: LabelledWindow): string {
  return createHash('sha256').update(`glue ${file} ${id} ${kind}`).digest('hex')
}

function halfOf(text: string): string {
  const cut = text.slice(0, HALF_CHARACTERS).trimEnd()
  const end = cut.lastIndexOf('\n')
  return text.length > HALF_CHARACTERS && end > HALF_CHARACTERS / 2 ? cut.slice(0, end) : cut
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly kind: Kind
}

function overlap(spans: readonly Stretch[], kind: Kind, from: number, to: number): number {
  return spans
    .filter((span) => span.kind === kind)
    .reduce(
      (sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)),
      0,
    )
}
