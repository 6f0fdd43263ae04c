const SPLITS_UNIT = /^(?:\p{L}\p{L}|\d\d|[\ud800-\udbff][\udc00-\udfff])$/u
const UNSAFE = /["\\*{}\n]/

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
  for (const word of words) start = Math.min(start, sharedStart(first, word))
  start = unitBoundary(words, safeStart(first.slice(0, start)))
  const shortest = words.reduce((least, word) => Math.min(least, word.length), first.length)
  let end = shortest - start
  for (const word of words) end = Math.min(end, sharedEnd(first, word))
  end = words.some((word) => word.includes('\\')) ? 0 : safeEnd(first.slice(first.length - end))
  while (end > 0 && words.some((word) => splitsUnit(word, word.length - end))) end -= 1
  return { prefix: first.slice(0, start), suffix: end > 0 ? first.slice(-end) : '' }
}

function sharedStart(a: string, b: string): number {
  const limit = Math.min(a.length, b.length)
  let at = 0
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at += 1
  return at
}

function sharedEnd(a: string, b: string): number {
  const limit = Math.min(a.length, b.length)
  let count = 0
  while (
    count < limit &&
    a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)
  ) {
    count += 1
  }
  return count
}

function safeStart(prefix: string): number {
  const unsafe = prefix.search(UNSAFE)
  return unsafe < 0 ? prefix.length : unsafe
}

function safeEnd(suffix: string): number {
  let length = suffix.length
  while (length > 0 && UNSAFE.test(suffix.slice(-length))) length -= 1
  return length
}

function unitBoundary(words: readonly string[], start: number): number {
  let at = start
  while (at > 0 && words.some((word) => splitsUnit(word, at))) at -= 1
  return at
}

function splitsUnit(word: string, at: number): boolean {
  return at > 0 && at < word.length && SPLITS_UNIT.test(word.slice(at - 1, at + 1))
}
