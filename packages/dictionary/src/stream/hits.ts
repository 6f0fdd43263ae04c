/** Counts one use of an alias. */
export function countHit(hits: Map<string, number>, alias: string): void {
  hits.set(alias, (hits.get(alias) ?? 0) + 1)
}
