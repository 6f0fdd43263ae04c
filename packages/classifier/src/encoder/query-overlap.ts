import type { Idf } from '../idf/idf.ts'
import { STOP_WORDS } from '../text/stop-words.ts'
import { termsOf } from '../text/strings.ts'

/** What a query asks for. */
export interface AskedTerms {
  /** Its terms with their rarity, without stop words. */
  readonly terms: ReadonlyMap<string, number>
  /** The first letters of its terms. */
  readonly stems: ReadonlyMap<string, number>
  /** The rarity of all terms together. */
  readonly weight: number
}

/** How texts overlap with a query. */
export interface Overlap {
  /** For each text, the share of the query's weight that it has; a term with the same first letters counts most of it. */
  readonly shares: Float64Array
  /** For each text its place by that share and by length, 0 for the best; texts without any overlap come last. */
  readonly ranks: Uint32Array
}

const STEM_LETTERS = 5
const STEM_WEIGHT = 0.8

/** The first letters of a term, by which forms of one word meet. */
export function stemOf(term: string): string {
  return term.slice(0, STEM_LETTERS)
}

/** The terms of a query that say what it is about. */
export function askedTerms(query: string, idf: Idf): AskedTerms {
  const terms = new Map<string, number>()
  const stems = new Map<string, number>()
  let weight = 0
  for (const term of termsOf(query)) {
    if (STOP_WORDS.has(term) || terms.has(term)) continue
    const rarity = idf.ofTerm(term)
    terms.set(term, rarity)
    weight += rarity
    const stem = stemOf(term)
    stems.set(stem, Math.max(rarity, stems.get(stem) ?? 0))
  }
  return { terms, stems, weight }
}

/** Compares texts, given by their terms, with a query. */
export function overlapOf(texts: readonly (readonly string[])[], asked: AskedTerms): Overlap {
  const shares = Float64Array.from(texts, (terms) => shareOf(terms, asked))
  const lengths = texts.map((terms) => terms.length)
  const order = Array.from(texts.keys()).sort(
    (a, b) => shares[b]! - shares[a]! || lengths[a]! - lengths[b]! || a - b,
  )
  const ranks = new Uint32Array(texts.length)
  for (const [rank, i] of order.entries()) ranks[i] = rank
  return { shares, ranks }
}

function shareOf(terms: readonly string[], asked: AskedTerms): number {
  if (asked.weight === 0) return 0
  const found = new Map<string, number>()
  for (const term of terms) {
    const stem = stemOf(term)
    const exact = asked.terms.get(term)
    const near = asked.stems.get(stem)
    if (near === undefined) continue
    found.set(stem, Math.max(found.get(stem) ?? 0, exact ?? STEM_WEIGHT * near))
  }
  let sum = 0
  for (const weight of found.values()) sum += weight
  return Math.min(1, sum / asked.weight)
}
