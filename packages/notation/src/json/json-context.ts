import type { NotationRenderOptions } from '../notation.ts'
import type { WriteContext } from './write-value.ts'

const MAX_REMEMBERED = 200_000

/** What the JSON writer needs: exact counts, remembered for short texts, and the references. */
export function createWriteContext({
  counter,
  references,
  level,
}: NotationRenderOptions): WriteContext {
  const known = new Map<string, number>()
  return {
    references,
    isDense: level === 'dense',
    count: (text) => counter.countTokens(text),
    meter(text) {
      const before = known.get(text)
      if (before !== undefined) return before
      const tokens = counter.countTokens(text)
      if (known.size < MAX_REMEMBERED) known.set(text, tokens)
      return tokens
    },
  }
}
