import type { Idf } from '../idf/idf.ts'
import { STOP_WORDS } from '../text/stop-words.ts'
import { termsOf } from '../text/strings.ts'

const SATURATION = 1.2
const LENGTH_SHARE = 0.75

/**
 * How well texts (given by their terms) match a query, stop words left out: BM25 with k1 = 1.2 and b = 0.75 (Robertson and
 * Zaragoza, 2009), with rarity from a table rather than from these texts.
 */
export function bm25(texts: readonly (readonly string[])[], query: string, idf: Idf): Float64Array {
  const asked = new Map(
    termsOf(query).flatMap((term) =>
      STOP_WORDS.has(term) ? [] : [[term, idf.ofTerm(term)] as const],
    ),
  )
  const mean = texts.reduce((sum, terms) => sum + terms.length, 0) / texts.length || 1
  return Float64Array.from(texts, (terms) => {
    const counts = new Map<string, number>()
    for (const term of terms) if (asked.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1)
    const damping = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * terms.length) / mean)
    let score = 0
    for (const [term, rarity] of asked) {
      const count = counts.get(term) ?? 0
      score += (rarity * count * (SATURATION + 1)) / (count + damping)
    }
    return score
  })
}
