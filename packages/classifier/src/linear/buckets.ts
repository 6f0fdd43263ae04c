/** The number of edges that a value exceeds: its bucket. */
export function bucketOf(value: number, edges: readonly number[]): number {
  let bucket = 0
  while (bucket < edges.length && value > edges[bucket]!) bucket += 1
  return bucket
}

/** For each value the share of the others below it, equal ones halved: 0 to 1, and 0.5 where there is only one. */
export function percentiles(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  )
  const shares = new Float64Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1
    const share = order.length > 1 ? (from + to - 1) / 2 / (order.length - 1) : 0.5
    for (let i = from; i < to; i++) shares[order[i]!] = share
    from = to
  }
  return shares
}
