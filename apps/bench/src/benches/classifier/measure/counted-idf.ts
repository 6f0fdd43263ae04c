import { termsOf } from '@x/classifier/training'

/** How rare a term is among texts that were counted. */
export interface CountedIdf {
  ofTerm(term: string): number
  /** Of the rarest term in a string; 0 for a string without terms. */
  ofString(string: string): number
}

/** Counts in how many texts (of the train split) each term stands. */
export function countIdf(texts: Iterable<string>): CountedIdf {
  const counts = new Map<string, number>()
  let total = 0
  for (const text of texts) {
    total += 1
    for (const term of new Set(termsOf(text))) counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  const ofTerm = (term: string) => Math.log((total + 1) / ((counts.get(term) ?? 0) + 0.5))
  return {
    ofTerm,
    ofString: (string) => termsOf(string).reduce((most, term) => Math.max(most, ofTerm(term)), 0),
  }
}
