/**
 * Takes groups of words with the greatest scores first (of equal ones the earlier), skipping those that no longer fit
 * the budget. Returns the words taken.
 */
export function fillGroups(
  groups: readonly (readonly number[])[],
  scores: readonly number[],
  costs: readonly number[],
  budget: number,
): Set<number> {
  const kept = new Set<number>()
  let left = budget
  const order = Array.from(groups.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b)
  for (const group of order) {
    const price = groups[group]!.reduce((sum, word) => sum + costs[word]!, 0)
    if (price > left) continue
    left -= price
    for (const word of groups[group]!) kept.add(word)
  }
  return kept
}
