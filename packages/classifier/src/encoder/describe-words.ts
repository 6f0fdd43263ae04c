import { isWorthKeeping, type StringSpan, termsOf } from '../text/strings.ts'
import type { Question, Surroundings } from './describe-units.ts'
import { FEATURE_NAMES, type FeatureName, levelOf } from './feature-table.ts'
import { PRIOR_SOURCES, type Prior, priorLevel } from './prior.ts'
import { stemOf } from './query-overlap.ts'
import { shapeOf } from './string-shape.ts'
import { isWanted } from './wanted-answer.ts'

/** What the text says of one of its strings. */
export interface StringPlace {
  /** Places of the same string in the text. */
  readonly count: number
  readonly isFirst: boolean
  /** Whether it is the first string of its region. */
  readonly leads: boolean
}

const LENGTHS = [1, 2, 3, 4, 6, 8, 12, 20]
const COUNTS = [1, 2, 3, 6]
const WANTED = { time: 1, number: 3, name: 5 } as const

const AT = Object.fromEntries(FEATURE_NAMES.map((name, i) => [name, i])) as Record<
  FeatureName,
  number
>

/** A row of numbers for a string, over those of its unit. */
export function describeWord(
  unit: Uint16Array,
  word: StringSpan,
  place: StringPlace,
  around: Surroundings,
  question: Question,
  prior: Prior | undefined,
): Uint16Array {
  const row = unit.slice()
  row[AT.shape] = shapeOf(word.shown)
  row[AT.seen] = seenLevel(word.string, around.earlier)
  row[AT.asked] = askedLevel(word.string, question)
  row[AT.rarity] = Math.min(9, Math.round(around.idf.ofString(word.string)))
  row[AT.length] = 1 + levelOf(word.string.length, LENGTHS)
  row[AT.count] = 1 + 2 * levelOf(place.count, COUNTS) + (place.isFirst ? 0 : 1)
  row[AT.leads] = place.leads ? 2 : 1
  if (question.wanted !== undefined) {
    const fits = isWanted(question.wanted, word.shown, place.leads)
    row[AT.wanted] = WANTED[question.wanted] + (fits ? 1 : 0)
  }
  if (prior !== undefined) {
    row[AT.prior] = priorLevel(prior.logit)
    row[AT.priorSource] = PRIOR_SOURCES[prior.source]
    row[AT.priorSentence] = priorLevel(prior.sentence)
    row[AT.priorTransfer] = priorLevel(prior.transfer)
  }
  return row
}

/** The numbers of one of its pieces. */
export function describePiece(word: Uint16Array, kind: 'first' | 'later' | 'none'): Uint16Array {
  const row = word.slice()
  row[AT.piece] = kind === 'first' ? 1 : kind === 'later' ? 2 : 3
  return row
}

/** The same row in another segment. */
export function inSegment(row: Uint16Array, segment: number): Uint16Array {
  const copy = row.slice()
  copy[AT.segment] = segment
  return copy
}

function seenLevel(string: string, earlier: ReadonlySet<string> | undefined): number {
  if (!isWorthKeeping(string)) return 1
  if (earlier === undefined) return 2
  return earlier.has(string) ? 4 : 3
}

function askedLevel(string: string, { asked }: Question): number {
  if (asked.weight === 0) return 0
  const terms = termsOf(string)
  const exact = terms.filter((term) => asked.terms.has(term)).length
  if (exact > 0) return exact === terms.length ? 4 : 3
  return terms.some((term) => asked.stems.has(stemOf(term))) ? 2 : 1
}
