import {
  contentStems,
  type ReferenceCase,
  stemPairs,
  type WordedText,
  wordText,
} from '@x/agentcompbench'

/** A source cut into words, with the stems of each, and what of the reference stands in it. */
export interface ReferenceSource extends WordedText, ReferenceCase {
  readonly stems: readonly (readonly string[])[]
  /** Distinct stems of the reference that the source has. */
  readonly wanted: ReadonlySet<string>
  /** For each pair of neighbouring stems of the reference that the source has: the pairs of words that hold it. */
  readonly pairs: readonly (readonly (readonly [number, number])[])[]
}

const MAX_DISTANCE = 4

/** Cuts the source; undefined where it holds no word of the reference. */
export function openReference(item: ReferenceCase): ReferenceSource | undefined {
  const worded = wordText(item.text)
  const stems = worded.words.map(({ shown }) => contentStems(shown))
  const held = new Set(stems.flat())
  const wanted = new Set(contentStems(item.reference).filter((stem) => held.has(stem)))
  if (wanted.size === 0) return undefined
  return { ...item, ...worded, stems, wanted, pairs: placePairs(stems, item.reference) }
}

/** Share of the reference's words with one occurrence kept. */
export function wordsSurvived(source: ReferenceSource, kept: ReadonlySet<number>): number {
  const held = new Set<string>()
  for (const word of kept) {
    for (const stem of source.stems[word]!) if (source.wanted.has(stem)) held.add(stem)
  }
  return held.size / source.wanted.size
}

/** Share of the reference's pairs with both words of one occurrence kept; undefined where the source has none. */
export function pairsSurvived(
  { pairs }: ReferenceSource,
  kept: ReadonlySet<number>,
): number | undefined {
  if (pairs.length === 0) return undefined
  const survived = pairs.filter((places) => places.some(([a, b]) => kept.has(a) && kept.has(b)))
  return survived.length / pairs.length
}

function placePairs(
  stems: readonly (readonly string[])[],
  reference: string,
): (readonly [number, number])[][] {
  const places = new Map<string, [number, number][]>()
  const order = stems.flatMap((found, word) => found.map((stem) => ({ stem, word })))
  for (const [i, { stem, word }] of order.entries()) {
    const next = order[i + 1]
    if (next === undefined || next.word - word > MAX_DISTANCE) continue
    const key = `${stem} ${next.stem}`
    const found = places.get(key)
    if (found === undefined) places.set(key, [[word, next.word]])
    else found.push([word, next.word])
  }
  return stemPairs(reference).flatMap(([a, b]) => {
    const found = places.get(`${a} ${b}`)
    return found === undefined ? [] : [found]
  })
}
