import { sampleLines } from './detect/sample.ts'

/** How densely a text is packed; every field is 0 for the empty text. */
export interface Density {
  /** Share of the characters, blanks aside, that are marks of structure: brackets, quotes, operators, slashes. 0 to 1. */
  readonly structureRatio: number
  /** Share of the words that are no words of prose: identifiers, numbers, paths, ids, anything with marks inside. 0 to 1. */
  readonly technicalTermDensity: number
  /** Words in a line that is not blank, on average. */
  readonly wordsPerLine: number
  /** The three as one figure, from 0 (running prose) to 1 (ids and marks only). */
  readonly score: number
}

const TECHNICAL_WEIGHT = 0.6
const STRUCTURE_WEIGHT = 0.3
const LINE_WEIGHT = 0.1
/** Share of marks from which a text counts as nothing but structure. */
const MOST_STRUCTURE = 0.4
/** Words a line at which the third part of the score is a half. */
const USUAL_WORDS = 8

/**
 * Measures how dense a text is, over the same characters that `detect` reads: all of them up to 32,768, eight slices of
 * 2,048 of a longer text. Deterministic; never throws.
 * @example measureDensity('The gate was closed before the tide turned.').score // 0.0...
 */
export function measureDensity(text: string): Density {
  let marks = 0
  let characters = 0
  let words = 0
  let technical = 0
  let lines = 0
  for (const { lines: slice } of sampleLines(text)) {
    for (const line of slice) {
      if (line.isBlank) continue
      marks += line.symbols + line.quotes
      characters += line.characters
      words += line.words
      technical += line.words - line.plainWords
      if (!line.isContinued) lines += 1
    }
  }
  if (words === 0) return { structureRatio: 0, technicalTermDensity: 0, wordsPerLine: 0, score: 0 }
  const structureRatio = marks / characters
  const technicalTermDensity = technical / words
  const wordsPerLine = words / Math.max(1, lines)
  const score =
    TECHNICAL_WEIGHT * technicalTermDensity +
    STRUCTURE_WEIGHT * Math.min(1, structureRatio / MOST_STRUCTURE) +
    LINE_WEIGHT * (USUAL_WORDS / (USUAL_WORDS + wordsPerLine))
  return { structureRatio, technicalTermDensity, wordsPerLine, score }
}

const LEAST_EXPONENT = 0.5
const MOST_EXPONENT = 1.25

/**
 * The rate at which a text of some density is to be kept where `rate` is asked for on average: `rate ** (1.25 - 0.75 *
 * score)`. Dense texts keep more, loose ones less; 0 and 1 stay what they are, the result never leaves 0 to 1, grows with
 * `rate` and with the score, and is `rate` itself at a score of one third.
 * @throws {RangeError} where `rate` or the score is not within 0 to 1
 * @example rateForDensity(0.3, { score: 1 }) // 0.547...
 */
export function rateForDensity(rate: number, density: Pick<Density, 'score'>): number {
  assertShare('rate', rate)
  assertShare('density.score', density.score)
  return rate ** (MOST_EXPONENT - (MOST_EXPONENT - LEAST_EXPONENT) * density.score)
}

function assertShare(name: string, value: number): void {
  if (value >= 0 && value <= 1) return
  throw new RangeError(`${name} is ${value}; give a number from 0 to 1`)
}
