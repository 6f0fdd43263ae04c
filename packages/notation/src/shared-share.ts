import { commonPrefixLength, commonSuffixLength } from './common-affixes.ts'

/** A shorter line saves nothing when it repeats. */
const LEAST_LENGTH = 8
/** Lines are compared that begin or end with the same so many characters. */
const KEY_LENGTH = 10

/**
 * The share of characters (0 to 1) that stand at the beginning or the end of a line as in an earlier line, numbers aside.
 * What templates save is nearly all of that kind: where it is little, mining would be in vain.
 */
export function sharedShare(lines: readonly string[]): number {
  const byBegin = new Map<string, string>()
  const byEnd = new Map<string, string>()
  let shared = 0
  let all = 0
  for (const line of lines) {
    const plain = line.trim().replace(/\d+/g, '0')
    all += plain.length
    if (plain.length < LEAST_LENGTH) continue
    const begin = plain.slice(0, KEY_LENGTH)
    const end = plain.slice(-KEY_LENGTH)
    const before = commonPrefixLength(plain, byBegin.get(begin) ?? '')
    const after = commonSuffixLength(plain, byEnd.get(end) ?? '')
    shared += Math.min(plain.length, before + after)
    byBegin.set(begin, plain)
    byEnd.set(end, plain)
  }
  return all === 0 ? 0 : shared / all
}
