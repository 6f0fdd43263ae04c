import { commonPrefixLength, commonSuffixLength } from './common-length.ts'

/** A shorter line saves nothing when it repeats. */
const LEAST_LENGTH = 8
/** Lines are alike that begin or end with the same so many characters. */
const KEY_LENGTH = 10
const LEAST_ALIKE = 3
const ALIKE_SHARE = 0.2

/** Whether enough lines begin or end like one before them, numbers aside. */
export function areAlike(lines: readonly string[]): boolean {
  const begins = new Set<string>()
  const ends = new Set<string>()
  let alike = 0
  let counted = 0
  for (const line of lines) {
    const plain = plainOf(line)
    if (plain.length < LEAST_LENGTH) continue
    const begin = plain.slice(0, KEY_LENGTH)
    const end = plain.slice(-KEY_LENGTH)
    counted += 1
    if (begins.has(begin) || ends.has(end)) alike += 1
    begins.add(begin)
    ends.add(end)
  }
  return alike >= LEAST_ALIKE && alike >= counted * ALIKE_SHARE
}

/**
 * The share of characters (0 to 1) that a line has in common with an earlier one, numbers aside: its beginning and end, or
 * its words with those of the last line of as many words. In source code and prose templates save little more than that.
 */
export function sharedShare(lines: readonly string[]): number {
  const byBegin = new Map<string, string>()
  const byEnd = new Map<string, string>()
  const byCount = new Map<number, readonly string[]>()
  let shared = 0
  let all = 0
  for (const line of lines) {
    const plain = plainOf(line)
    all += plain.length
    if (plain.length < LEAST_LENGTH) continue
    const begin = plain.slice(0, KEY_LENGTH)
    const end = plain.slice(-KEY_LENGTH)
    const words = plain.split(' ')
    const before = commonPrefixLength(plain, byBegin.get(begin) ?? '')
    const after = commonSuffixLength(plain, byEnd.get(end) ?? '')
    const inWords = equalLength(words, byCount.get(words.length))
    shared += Math.min(plain.length, Math.max(before + after, inWords))
    byBegin.set(begin, plain)
    byEnd.set(end, plain)
    byCount.set(words.length, words)
  }
  return all === 0 ? 0 : shared / all
}

/** Characters of the words that stand at the same places in both, each with a blank. */
function equalLength(words: readonly string[], others: readonly string[] | undefined): number {
  let length = 0
  for (const [i, word] of words.entries()) if (word === others?.[i]) length += word.length + 1
  return length
}

function plainOf(line: string): string {
  return line.trim().replace(/\d+/g, '0')
}
