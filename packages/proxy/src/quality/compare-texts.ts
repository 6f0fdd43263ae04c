/** How close one text is to another; each figure is a share from 0 to 1. */
export interface TextQuality {
  /** Cosine of the two texts' word counts, weighted by rarity within the pair (hashed TF-IDF). */
  readonly cosineSimilarity: number
  /** Share of the reference's facts (numbers, identifiers, paths, quotes, negations) that the other text holds too. */
  readonly informationRetention: number
  /** Share of the reference's structure (fences, headings, list items, table rows) that the other text has. */
  readonly structuralPreservation: number
}

const BUCKETS = 4096

/** Numbers, paths and URLs, quoted words, identifiers with a mark or an inner capital, negations. */
const FACT =
  /-?\d[\d.,:]*\d|\d|https?:\/\/\S+|[\w.-]*\/[\w./-]+|"[^"\n]{1,80}"|\b\w+(?:[_.#-]\w+)+\b|\b[a-z]+[A-Z]\w*\b|\b(?:not|never|no|none|without|cannot)\b/g

const STRUCTURE: readonly RegExp[] = [/^```/gm, /^#{1,6} /gm, /^\s*(?:[-*]|\d+\.) /gm, /^\s*\|/gm]

/** Compares a text with the one that it stands for. Linear in both. */
export function compareTexts(reference: string, other: string): TextQuality {
  return {
    cosineSimilarity: cosine(reference, other),
    informationRetention: retention(reference, other),
    structuralPreservation: preservation(reference, other),
  }
}

function cosine(left: string, right: string): number {
  const a = countWords(left)
  const b = countWords(right)
  let dot = 0
  let squaresA = 0
  let squaresB = 0
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const inA = a[bucket] as number
    const inB = b[bucket] as number
    // Smoothed inverse document frequency over the two texts: a word that only one has weighs more.
    const weight = inA > 0 && inB > 0 ? 1 : 1 + Math.log(1.5)
    dot += inA * inB * weight * weight
    squaresA += (inA * weight) ** 2
    squaresB += (inB * weight) ** 2
  }
  if (squaresA === 0 || squaresB === 0) return squaresA === squaresB ? 1 : 0
  return round(dot / Math.sqrt(squaresA * squaresB))
}

function countWords(text: string): Float64Array {
  const counts = new Float64Array(BUCKETS)
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    counts[hash(word) % BUCKETS] = (counts[hash(word) % BUCKETS] as number) + 1
  }
  return counts
}

/** FNV-1a over UTF-16 code units. */
function hash(word: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < word.length; index++) {
    value = Math.imul(value ^ word.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}

function retention(reference: string, other: string): number {
  const facts = factsOf(reference)
  if (facts.size === 0) return 1
  const kept = factsOf(other)
  return round([...facts].filter((fact) => kept.has(fact)).length / facts.size)
}

function factsOf(text: string): Set<string> {
  return new Set([...text.matchAll(FACT)].map(([fact]) => fact))
}

function preservation(reference: string, other: string): number {
  const shares = STRUCTURE.flatMap((mark) => {
    const wanted = reference.match(mark)?.length ?? 0
    return wanted === 0 ? [] : [Math.min(1, (other.match(mark)?.length ?? 0) / wanted)]
  })
  if (shares.length === 0) return 1
  return round(shares.reduce((sum, share) => sum + share, 0) / shares.length)
}

function round(share: number): number {
  return Math.round(Math.min(1, share) * 10_000) / 10_000
}
