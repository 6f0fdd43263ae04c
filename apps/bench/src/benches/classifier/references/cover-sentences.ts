import type { ReferenceSource } from './measures.ts'

/** For each sentence its stems, each with the greatest weight of its words. */
export function stemWeights(
  item: ReferenceSource,
  weightOf: (word: number) => number,
): ReadonlyMap<string, number>[] {
  return item.sentences.map((sentence) => {
    const found = new Map<string, number>()
    for (const word of sentence) {
      const weight = weightOf(word)
      for (const stem of item.stems[word]!) {
        found.set(stem, Math.max(found.get(stem) ?? 0, weight))
      }
    }
    return found
  })
}

/** Greedy cover: the sentence with the most weight of stems not yet kept per piece, again and again. Returns its words. */
export function coverSentences(
  item: ReferenceSource,
  weights: readonly ReadonlyMap<string, number>[],
  budget: number,
): Set<number> {
  const prices = item.sentences.map((words) =>
    words.reduce((sum, word) => sum + item.words[word]!.cost, 0),
  )
  const held = new Set<string>()
  const kept = new Set<number>()
  const open = new Set(item.sentences.keys())
  let left = budget
  const gainOf = (sentence: number) => {
    let sum = 0
    for (const [stem, weight] of weights[sentence]!) if (!held.has(stem)) sum += weight
    return sum / prices[sentence]!
  }
  while (open.size > 0) {
    const gains = Array.from(open, (sentence) => ({ sentence, gain: gainOf(sentence) }))
    const best = gains.reduce((a, b) => (b.gain > a.gain ? b : a))
    if (best.gain <= 0) break
    open.delete(best.sentence)
    if (prices[best.sentence]! > left) continue
    left -= prices[best.sentence]!
    for (const stem of weights[best.sentence]!.keys()) held.add(stem)
    for (const word of item.sentences[best.sentence]!) kept.add(word)
  }
  return kept
}
