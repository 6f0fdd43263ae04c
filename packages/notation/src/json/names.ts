/**
 * The values that a bare name can stand for: each key's last complete value, in the order of the text. Reader and
 * writer keep the same book; the writer can take back what it tried.
 */
export interface Names<Value> {
  get(name: string): Value | undefined
  bind(rawKey: string, value: Value): void
  mark(): number
  rollback(mark: number): void
}

const NAME = /^[A-Za-z_$][\w$]*$/
const RESERVED = new Set(['true', 'false', 'null', 'json'])

/** Whether a key can be used as a bare name. */
export function isName(inner: string): boolean {
  return NAME.test(inner) && !RESERVED.has(inner)
}

/** An empty book. */
export function createNames<Value>(): Names<Value> {
  const values = new Map<string, Value>()
  const journal: { readonly name: string; readonly before: Value | undefined }[] = []
  return {
    get: (name) => values.get(name),
    bind(rawKey, value) {
      const name = rawKey.slice(1, -1)
      if (!isName(name)) return
      journal.push({ name, before: values.get(name) })
      values.set(name, value)
    },
    mark: () => journal.length,
    rollback(mark) {
      while (journal.length > mark) {
        const { name, before } = journal.pop()!
        if (before === undefined) values.delete(name)
        else values.set(name, before)
      }
    },
  }
}
