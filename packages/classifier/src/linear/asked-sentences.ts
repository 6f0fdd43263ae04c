import { askedTerms, overlapOf, stemOf } from '../encoder/query-overlap.ts'
import { isWanted, wantedBy } from '../encoder/wanted-answer.ts'
import type { Idf } from '../idf/idf.ts'
import { stringSpansOf } from '../text/strings.ts'
import { bucketOf } from './buckets.ts'
import type { Sentence } from './passages.ts'

/** What is known of a text and the question about it. */
interface Text {
  readonly sentences: readonly Sentence[]
  readonly share: Float64Array
  readonly lineShare: Float64Array
  readonly lineRank: Int32Array
  readonly bestShare: number
  readonly bestLine: number
  readonly rank: Int32Array
  readonly bm: Float64Array
  readonly bestBm: number
  readonly wanted: 'time' | 'number' | 'name' | undefined
  readonly answers: Int32Array
  readonly names: Int32Array
  readonly lines: number
  readonly matched: Int32Array
  /** Overlap of the lines around each line, near ones more: by reach. */
  readonly around: ReadonlyMap<number, Float64Array>
}

type Value = (index: number, text: Text) => number

interface Feature {
  readonly name: string
  readonly edges: readonly number[]
  readonly value: Value
}

const share = [0, 0.08, 0.15, 0.25, 0.4, 0.55, 0.75]
const ratio = [0, 0.2, 0.4, 0.6, 0.8, 0.95, 0.9999]

/** Lines to either side that count for what stands in a longer talk. */
const REACHES = [2, 6, 11, 25]

export const ASKED_FEATURES: readonly Feature[] = [
  { name: 'share', edges: share, value: (i, { share }) => share[i]! },
  { name: 'ratio', edges: ratio, value: (i, { share, bestShare }) => share[i]! / (bestShare || 1) },
  { name: 'rank', edges: [0, 1, 2, 4, 8, 16], value: (i, { rank }) => rank[i]! },
  { name: 'bmRatio', edges: ratio, value: (i, { bm, bestBm }) => bm[i]! / (bestBm || 1) },
  { name: 'matched', edges: [0, 1, 2, 3, 5], value: (i, { matched }) => matched[i]! },
  {
    name: 'lineShare',
    edges: share,
    value: (i, { lineShare, sentences }) => lineShare[sentences[i]!.line]!,
  },
  {
    name: 'lineRatio',
    edges: ratio,
    value: (i, { lineShare, bestLine, sentences }) =>
      lineShare[sentences[i]!.line]! / (bestLine || 1),
  },
  {
    name: 'lineRank',
    edges: [0, 1, 2, 4],
    value: (i, { lineRank, sentences }) => lineRank[sentences[i]!.line]!,
  },
  {
    name: 'lineMargin',
    edges: [0, 0.05, 0.15, 0.3],
    value: (i, text) => marginOf(text, text.sentences[i]!.line),
  },
  { name: 'before', edges: ratio, value: (i, text) => neighbour(i, -1, text) },
  { name: 'next', edges: ratio, value: (i, text) => neighbour(i, 1, text) },
  {
    name: 'near',
    edges: ratio,
    value: (i, text) => Math.max(...[-2, -1, 1, 2].map((d) => neighbour(i, d, text))),
  },
  ...REACHES.map(
    (reach): Feature => ({
      name: `around${reach}`,
      edges: ratio,
      value: (i, { around, sentences }) => around.get(reach)![sentences[i]!.line]!,
    }),
  ),
  {
    name: 'wanted',
    edges: [0, 1, 2],
    value: (_, { wanted }) =>
      wanted === undefined ? 0 : wanted === 'time' ? 1 : wanted === 'number' ? 2 : 3,
  },
  { name: 'answers', edges: [0, 1, 3], value: (i, { answers }) => answers[i]! },
  { name: 'names', edges: [0, 1, 3, 6], value: (i, { names }) => names[i]! },
  {
    name: 'length',
    edges: [3, 7, 12, 18, 26, 36, 50],
    value: (i, { sentences }) => sentences[i]!.terms.length,
  },
  { name: 'place', edges: [0, 1, 2, 4], value: (i, { sentences }) => sentences[i]!.place },
  {
    name: 'fromEnd',
    edges: [1, 2, 4],
    value: (i, { sentences }) => sentences[i]!.places - sentences[i]!.place,
  },
  { name: 'places', edges: [1, 2, 4, 7, 12], value: (i, { sentences }) => sentences[i]!.places },
  { name: 'lines', edges: [1, 2, 5, 12, 40], value: (_, { lines }) => lines },
  { name: 'sentences', edges: [4, 8, 16, 40, 120], value: (_, { sentences }) => sentences.length },
]

export const ASKED_SIZES: readonly number[] = ASKED_FEATURES.map(({ edges }) => edges.length + 1)

/** For each sentence the bucket of each feature. */
export function describeAsked(
  source: string,
  sentences: readonly Sentence[],
  query: string,
  idf: Idf,
): Uint8Array[] {
  const text = readAsked(source, sentences, query, idf)
  return sentences.map((_, i) =>
    Uint8Array.from(ASKED_FEATURES, ({ edges, value }) => bucketOf(value(i, text), edges)),
  )
}

function readAsked(source: string, sentences: readonly Sentence[], query: string, idf: Idf): Text {
  const asked = askedTerms(query, idf)
  const { shares, ranks } = overlapOf(
    sentences.map(({ terms }) => terms),
    asked,
  )
  const lineTerms = termsOfLines(sentences)
  const lines = overlapOf(lineTerms, asked)
  const wanted = wantedBy(query)
  const lengths = sentences.map(({ terms }) => terms.length)
  const mean = lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length)
  const bm = Float64Array.from(sentences, ({ terms }) => {
    const counts = new Map<string, number>()
    for (const term of terms) {
      const stem = stemOf(term)
      if (asked.stems.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    }
    let sum = 0
    for (const [stem, n] of counts)
      sum += (asked.stems.get(stem)! * n * 2.2) / (n + 1.2 * (0.25 + (0.75 * terms.length) / mean))
    return sum
  })
  const answers = new Int32Array(sentences.length)
  const names = new Int32Array(sentences.length)
  const matched = new Int32Array(sentences.length)
  for (const [i, { start, end, terms }] of sentences.entries()) {
    matched[i] = new Set(terms.map(stemOf).filter((stem) => asked.stems.has(stem))).size
    for (const [at, { shown, string }] of stringSpansOf(source.slice(start, end)).entries()) {
      if (asked.stems.has(stemOf(string))) continue
      if (wanted !== undefined && isWanted(wanted, shown, at === 0)) answers[i]! += 1
      if (isWanted('name', shown, at === 0)) names[i]! += 1
    }
  }
  return {
    sentences,
    share: shares,
    rank: Int32Array.from(ranks),
    lineShare: lines.shares,
    lineRank: Int32Array.from(lines.ranks),
    bestShare: greatest(shares),
    bestLine: greatest(lines.shares),
    bm,
    bestBm: greatest(bm),
    wanted,
    answers,
    names,
    lines: lineTerms.length,
    matched,
    around: new Map(REACHES.map((reach) => [reach, spread(lines.shares, reach)])),
  }
}

/** A sentence may have more terms than a call takes arguments. */
function termsOfLines(sentences: readonly Sentence[]): string[][] {
  const found: string[][] = []
  for (const { line, terms } of sentences) {
    found[line] ??= []
    for (const term of terms) found[line].push(term)
  }
  return found
}

/** How much better the best line is than any other; 0 for those. */
function marginOf({ lineShare, lineRank, bestLine }: Text, line: number): number {
  if (lineRank[line] !== 0) return 0
  const second = lineShare.find((_, i) => lineRank[i] === 1) ?? 0
  return bestLine - second
}

/** A neighbour in the same line, as a share of the best. */
function neighbour(index: number, distance: number, { sentences, share, bestShare }: Text): number {
  const other = sentences[index + distance]
  if (other === undefined || other.line !== sentences[index]!.line) return 0
  return share[index + distance]! / (bestShare || 1)
}

/** The shares around each line, the nearer the more, by the greatest such sum. */
export function spread(shares: Float64Array, reach: number): Float64Array {
  const sums = Float64Array.from(shares, (_, i) => {
    let sum = 0
    for (let j = Math.max(0, i - reach); j <= Math.min(shares.length - 1, i + reach); j++) {
      sum += shares[j]! * (1 - Math.abs(i - j) / (reach + 1))
    }
    return sum
  })
  const best = greatest(sums)
  return sums.map((sum) => sum / (best || 1))
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}
