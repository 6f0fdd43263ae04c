import type { StringSpan } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'

/** What the linear model says of a string before an encoder reads it, in logits. */
export interface Prior {
  readonly logit: number
  readonly source: PriorSource
  /** Of its sentence, where there is a question. */
  readonly sentence?: number
  /** By what holds for texts of any form, where the text is structured. */
  readonly transfer?: number
}

export type PriorSource = keyof typeof PRIOR_SOURCES

/** What the linear model says of the strings of a text; undefined where it says nothing. */
export type PriorOf = (word: StringSpan, unit: Unit | undefined) => Prior | undefined

/** Numbers of the sources in the features. */
export const PRIOR_SOURCES = { known: 1, transfer: 2, asked: 3, unasked: 4 } as const

const LARGEST = 8
const STEPS = 4

/** Numbers that `priorLevel` gives, with 0 for none. */
export const PRIOR_LEVELS: number = 2 * LARGEST * STEPS + 2

/** The number of a logit: steps of a quarter of a nat from -8, which is 1, to 8. */
export function priorLevel(logit: number | undefined): number {
  if (logit === undefined) return 0
  const bounded = Math.max(-LARGEST, Math.min(LARGEST, logit))
  return 1 + Math.round((bounded + LARGEST) * STEPS)
}
