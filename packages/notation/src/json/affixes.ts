import { commonPrefixLength, commonSuffixLength } from '../common-length.ts'
import { TEMPLATE_MARK } from './column-name.ts'

const SPLITS_UNIT = /^(?:\p{L}\p{L}|\d\d|[\ud800-\udbff][\udc00-\udfff])$/u
const UNSAFE = /["\\*\n]/

/** What all words begin and end with. */
export interface Affixes {
  readonly prefix: string
  readonly suffix: string
}

/**
 * The longest common prefix and suffix that end where a word or number ends (`HAT*`, `2024-05-*`, never `gif*`), hold
 * no character with a meaning in templates, and leave the two apart in every word.
 */
export function commonAffixes(words: readonly string[]): Affixes {
  const first = words[0] ?? ''
  let start = first.length
  for (const word of words) start = Math.min(start, commonPrefixLength(first, word))
  start = unitBoundary(words, safeStart(first.slice(0, start)))
  const shortest = words.reduce((least, word) => Math.min(least, word.length), first.length)
  let end = shortest - start
  for (const word of words) end = Math.min(end, commonSuffixLength(first, word))
  end = words.some((word) => word.includes('\\')) ? 0 : safeEnd(first.slice(first.length - end))
  while (end > 0 && words.some((word) => splitsUnit(word, word.length - end))) end -= 1
  return { prefix: first.slice(0, start), suffix: end > 0 ? first.slice(-end) : '' }
}

/** Units of a word that are looked at from either end. */
const MAX_UNITS = 12

/**
 * What at least this many words begin with (or end with), up to the border of a word or number: the one that covers most
 * characters. Empty where there is none.
 * @param isCore whether what is left of a word can stand by itself
 */
export function frequentAffix(
  words: readonly string[],
  least: number,
  isPrefix: boolean,
  isCore: (rest: string) => boolean,
): string {
  const counts = new Map<string, number>()
  const edge = (word: string) => (isPrefix ? word.slice(0, EDGE) : word.slice(-EDGE))
  if (mostOften(words.map(edge)) < least) return ''
  for (const word of words) {
    for (const at of bordersOf(word, isPrefix)) {
      const [start, end] = [word.slice(0, at), word.slice(at)]
      const [affix, rest] = isPrefix ? [start, end] : [end, start]
      if (affix.length >= EDGE && isPlain(affix) && isCore(rest))
        counts.set(affix, (counts.get(affix) ?? 0) + 1)
    }
  }
  const frequent = [...counts].filter(([, count]) => count >= least)
  const covered = ([affix, count]: readonly [string, number]) => affix.length * count
  return frequent.reduce((a, b) => (covered(b) > covered(a) ? b : a), ['', 0] as const)[0]
}

/** A shorter affix is not worth its place in a header. */
const EDGE = 2
/** Within a number with a point. */
const DECIMAL = /\d\.\d/

function mostOften(texts: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

/** Places inside a word that split no unit of it, from its start or its end up to a character that templates do not hold. */
function bordersOf(word: string, isPrefix: boolean): number[] {
  const borders: number[] = []
  if (!isPrefix && word.includes('\\')) return borders
  for (let length = 1; length < word.length && borders.length < MAX_UNITS; length += 1) {
    const at = isPrefix ? length : word.length - length
    if (UNSAFE.test(word[isPrefix ? at - 1 : at]!)) break
    if (!splitsUnit(word, at) && !DECIMAL.test(word.slice(at - 2, at + 2))) borders.push(at)
  }
  return borders
}

function safeStart(prefix: string): number {
  const unsafe = [prefix.search(UNSAFE), prefix.search(TEMPLATE_MARK)].filter((at) => at >= 0)
  return Math.min(prefix.length, ...unsafe)
}

function safeEnd(suffix: string): number {
  let length = suffix.length
  while (length > 0 && !isPlain(suffix.slice(-length))) length -= 1
  return length
}

/** Whether a text means itself in a template. */
function isPlain(text: string): boolean {
  return !UNSAFE.test(text) && !TEMPLATE_MARK.test(text)
}

function unitBoundary(words: readonly string[], start: number): number {
  let at = start
  while (at > 0 && words.some((word) => splitsUnit(word, at))) at -= 1
  return at
}

function splitsUnit(word: string, at: number): boolean {
  return at > 0 && at < word.length && SPLITS_UNIT.test(word.slice(at - 1, at + 1))
}
