import type { NotationRenderOptions } from '../notation.ts'
import type { KeyOrder } from './write-spread.ts'
import type { WriteContext } from './write-value.ts'

/** Code units that may be counted for each one of the text: tables of tables of tables would cost more. */
const WORK_PER_UNIT = 16
const MIN_WORK = 20_000
const MAX_REMEMBERED = 200_000

/**
 * What the JSON writer needs for a text of this many code units: exact counts, remembered for short texts, and the
 * references.
 * @param isText whether every bare word will be read as a string
 */
export function createWriteContext(
  { counter, references, level }: NotationRenderOptions,
  length: number,
  isText = false,
  keyOrder: KeyOrder = { isSorted: false, isNeeded: false },
): WriteContext {
  let left = WORK_PER_UNIT * length + MIN_WORK
  return {
    references,
    isText,
    keyOrder,
    isDense: level === 'dense',
    isSpent: () => left < 0,
    count(text) {
      left -= text.length
      return counter.countTokens(text)
    },
    meter: remembered((text) => counter.countTokens(text)),
    keyCost: remembered((name) => counter.countTokens(` ${name}`)),
  }
}

function remembered(count: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const tokens = count(text)
    if (known.size < MAX_REMEMBERED) known.set(text, tokens)
    return tokens
  }
}
