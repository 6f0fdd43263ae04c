import { STOP_WORDS } from '../text/stop-words.ts'

const DIGITS_ONLY = /^\p{N}+$/u
const HAS_DIGIT = /\p{N}/u
const NUMERIC = /^[\p{N}.\-:/]+$/u
const HAS_JOINT = /[_\-.:/@#]/
const LONGEST_NUMBER = 6

/** Number of forms that `shapeOf` tells apart, with 0. */
export const SHAPES = 20

/**
 * The form of a string, 1 to 19: numbers by their digits, times and dates by their joints, ids by joint and case, joined
 * words, stop words, then words by case.
 */
export function shapeOf(shown: string): number {
  if (DIGITS_ONLY.test(shown)) return Math.min(shown.length, LONGEST_NUMBER)
  if (HAS_DIGIT.test(shown)) return NUMERIC.test(shown) ? numericShape(shown) : idShape(shown)
  if (shown.includes('@')) return 14
  if (HAS_JOINT.test(shown)) return shown.includes('_') ? 15 : 16
  if (STOP_WORDS.has(shown.toLowerCase())) return 17
  if (shown !== shown.toLowerCase())
    return shown === shown.toUpperCase() && shown.length > 1 ? 19 : 18
  return 13
}

function numericShape(shown: string): number {
  if (shown.includes(':')) return 7
  if (shown.includes('-') || shown.includes('/')) return 8
  return 9
}

function idShape(shown: string): number {
  if (HAS_JOINT.test(shown)) return 10
  return shown === shown.toUpperCase() ? 11 : 12
}
