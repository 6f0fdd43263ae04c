import {
  type EncodedWindow,
  encodeWindows,
  FEATURE_COUNT,
  FEATURE_NAMES,
  type Idf,
  idfOf,
  type LinearModel,
  priorsOf,
  unitsOf,
  type Wordpiece,
} from '@x/classifier/training'
import type { TrainingText } from './all-samples.ts'
import type { Sample } from './sample.ts'

/** Tokens of a window: shorter ones take less time a token. */
export const WINDOW = 384

/** What a token is trained on, as bits of one byte. */
export const LABEL = {
  scored: 1,
  needed: 2,
  kept20: 4,
  kept40: 8,
  kept70: 16,
  /** Its unit (field, line, sentence) holds something needed. */
  unitNeeded: 32,
  /** Worth keeping, and in no earlier message. */
  fresh: 64,
} as const

const KINDS = { reuse: 1, reference: 2, evidence: 3 } as const
const KEPT = { '0.2': LABEL.kept20, '0.4': LABEL.kept40, '0.7': LABEL.kept70 } as const
const SEEN_AT = FEATURE_NAMES.indexOf('seen')
const NEW_FROM = 2
const NEW_TO = 3

/** One window as the trainer reads it: parallel arrays by token. */
export interface LabelledWindow {
  readonly ids: Uint16Array
  /** `FEATURE_COUNT` numbers a token; the rate is 0, to be set when it is drawn. */
  readonly features: Uint16Array
  readonly labels: Uint8Array
  /** 1 reuse, 2 reference, 3 evidence; 0 for what is not needed. */
  readonly kinds: Uint8Array
  /** The unit of the text, from 1; 0 for none. */
  readonly units: Uint16Array
}

/** Encodes a sample as the run time would, and puts its labels beside each token that scores a word. */
export function encodeSample(
  sample: TrainingText,
  family: Sample['family'],
  wordpiece: Wordpiece,
  linear: LinearModel,
): LabelledWindow[] {
  const grain = family === 'structured' ? 'field' : 'sentence'
  const idf: Idf = idfOf(family)
  const query = sample.query ?? ''
  const earlier = sample.seen === undefined ? undefined : new Set(sample.seen)
  const known = { query, earlier: earlier ?? new Set<string>(), earlierCount: sample.earlierCount }
  const { priorOf } = priorsOf(family, sample.text, known, linear)
  const options = {
    wordpiece,
    idf,
    grain,
    rate: 0,
    query,
    earlier,
    priorOf,
    maxWindow: WINDOW,
  } as const
  const { words, windows } = encodeWindows(sample.text, options)
  const units = unitsOf(sample.text, grain)
  const unitAt = placesOf(words, units)
  const needed = spansAt(words, sample.needed)
  const neededUnits = new Set(unitAt.filter((unit, i) => unit > 0 && needed[i] !== -1))
  const kept = Object.entries(KEPT).map(
    ([rate, bit]) => [spansAt(words, sample.keep?.[rate] ?? []), bit] as const,
  )
  const bitsOf = (word: number) => {
    const bits: number[] = kept.map(([spans, bit]) => (spans[word] === -1 ? 0 : bit))
    if (needed[word] !== -1) bits.push(LABEL.needed)
    if (neededUnits.has(unitAt[word]!)) bits.push(LABEL.unitNeeded)
    return bits.reduce((all, bit) => all | bit, LABEL.scored as number)
  }
  const kindOf = (word: number) => {
    const span = sample.needed[needed[word]!]
    return span === undefined ? 0 : KINDS[span[2]]
  }
  return windows.map((window) =>
    labelled(window, (word) => ({ bits: bitsOf(word), unit: unitAt[word]!, kind: kindOf(word) })),
  )
}

interface WordLabel {
  readonly bits: number
  readonly unit: number
  readonly kind: number
}

function labelled(window: EncodedWindow, labelOf: (word: number) => WordLabel): LabelledWindow {
  const { length } = window
  const found = {
    ids: Uint16Array.from(window.ids),
    features: Uint16Array.from(window.features),
    labels: new Uint8Array(length),
    kinds: new Uint8Array(length),
    units: new Uint16Array(length),
  }
  for (let i = 0; i < length; i++) {
    const word = window.words[i]!
    if (word === -1) continue
    const { bits, unit, kind } = labelOf(word)
    const seen = window.features[i * FEATURE_COUNT + SEEN_AT]!
    const isFresh = seen >= NEW_FROM && seen <= NEW_TO
    found.labels[i] = isFresh ? bits | LABEL.fresh : bits
    found.kinds[i] = kind
    found.units[i] = unit
  }
  return found
}

interface Place {
  readonly start: number
  readonly end: number
}

/** For each word the number, from 1, of the unit that it stands in; 0 for none. Both are in order. */
function placesOf(words: readonly Place[], units: readonly Place[]): number[] {
  let at = 0
  return words.map((word) => {
    while (at < units.length && units[at]!.end <= word.start) at++
    return at < units.length && units[at]!.start < word.end ? at + 1 : 0
  })
}

/** For each word the index of a span that it meets, or -1. Words are in order and apart; spans are sorted, and may overlap. */
function spansAt(
  words: readonly Place[],
  spans: readonly (readonly [start: number, end: number, ...rest: unknown[]])[],
): number[] {
  const found = new Array<number>(words.length).fill(-1)
  let first = 0
  for (const [i, [start, end]] of spans.entries()) {
    while (first < words.length && words[first]!.end <= start) first++
    for (let at = first; at < words.length && words[at]!.start < end; at++) found[at] = i
  }
  return found
}
