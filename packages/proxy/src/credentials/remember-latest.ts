/**
 * Remembers what was made of the latest keys, so that a caller who comes again and again pays for one hash only. Bounded:
 * the key used longest ago goes first.
 */
export function rememberLatest<Value>(
  maxKeys: number,
  make: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  // A Map keeps insertion order: the first key is the one used longest ago.
  const known = new Map<string, Promise<Value>>()
  return (key) => {
    const value = known.get(key) ?? make(key)
    known.delete(key)
    known.set(key, value)
    if (known.size > maxKeys) known.delete(known.keys().next().value ?? '')
    return value
  }
}
