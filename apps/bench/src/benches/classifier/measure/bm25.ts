import { STOP_WORDS, termsOf } from '@x/classifier/training'

const K = 1.2
const B = 0.75

/** Okapi BM25 of each text against a query, the texts being the collection; stop words of the query do not count. */
export function bm25(
  texts: readonly string[],
  query: string,
  idfOf: (term: string) => number,
): number[] {
  const asked = new Set(termsOf(query).filter((term) => !STOP_WORDS.has(term)))
  const bags = texts.map((text) => countTerms(termsOf(text)))
  const mean = bags.reduce((sum, bag) => sum + bag.size, 0) / Math.max(1, bags.length) || 1
  return bags.map(({ size, counts }) => {
    let score = 0
    for (const term of asked) {
      const count = counts.get(term) ?? 0
      if (count > 0)
        score += (idfOf(term) * count * (K + 1)) / (count + K * (1 - B + (B * size) / mean))
    }
    return score
  })
}

function countTerms(terms: readonly string[]): { size: number; counts: Map<string, number> } {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return { size: terms.length, counts }
}
