import { describe, expect, it } from 'vitest'
import type { StateStore } from '../../src/index.ts'

/** A store under test, and a way to let time pass for it (a fake clock, or a real wait). */
export interface StoreUnderTest {
  readonly store: StateStore
  /** Lets `ms` milliseconds pass as the store sees them. */
  advance(ms: number): Promise<void> | void
  close?(): Promise<void> | void
}

/** What every driver of `StateStore` promises. `create` must answer an empty store, or one with keys of its own. */
export function storeContract(
  name: string,
  create: () => Promise<StoreUnderTest> | StoreUnderTest,
): void {
  const withStore = async (use: (under: StoreUnderTest) => Promise<void>): Promise<void> => {
    const under = await create()
    try {
      await use(under)
    } finally {
      await under.close?.()
    }
  }

  describe(`${name} as a state store`, () => {
    it('answers undefined for a key that was never written', () =>
      withStore(async ({ store }) => {
        expect(await store.get('absent')).toBeUndefined()
      }))

    it('answers what was written last, whatever its characters', () =>
      withStore(async ({ store }) => {
        const value = 'line\n"quoted" \0 \u{1f600} é'
        await store.set('key:{a}/ü', 'first', 60_000)
        await store.set('key:{a}/ü', value, 60_000)
        expect(await store.get('key:{a}/ü')).toBe(value)
        expect(await store.get('key:{a}')).toBeUndefined()
      }))

    it('tells an empty value from none', () =>
      withStore(async ({ store }) => {
        await store.set('empty', '', 60_000)
        expect(await store.get('empty')).toBe('')
        expect(await store.compareAndSet('empty', undefined, 'x', 60_000)).toBe(false)
        expect(await store.compareAndSet('empty', '', 'x', 60_000)).toBe(true)
      }))

    it('forgets a value when its time is over', () =>
      withStore(async ({ store, advance }) => {
        await store.set('short', 'x', 50)
        await store.set('long', 'y', 600_000)
        await advance(80)
        expect(await store.get('short')).toBeUndefined()
        expect(await store.get('long')).toBe('y')
        expect(await store.compareAndSet('short', undefined, 'z', 600_000)).toBe(true)
      }))

    it('writes by comparison only where the live value is the expected one', () =>
      withStore(async ({ store }) => {
        expect(await store.compareAndSet('cas', 'x', 'y', 60_000)).toBe(false)
        expect(await store.get('cas')).toBeUndefined()
        expect(await store.compareAndSet('cas', undefined, 'a', 60_000)).toBe(true)
        expect(await store.compareAndSet('cas', undefined, 'b', 60_000)).toBe(false)
        expect(await store.compareAndSet('cas', 'a', 'b', 60_000)).toBe(true)
        expect(await store.get('cas')).toBe('b')
      }))

    it('lets exactly one of many writers win', () =>
      withStore(async ({ store }) => {
        const wins = await Promise.all(
          Array.from({ length: 20 }, (_, writer) =>
            store.compareAndSet('race', undefined, `writer ${writer}`, 60_000),
          ),
        )
        expect(wins.filter(Boolean)).toHaveLength(1)
        expect(await store.get('race')).toBe(`writer ${wins.indexOf(true)}`)
      }))

    it('deletes, twice without an error', () =>
      withStore(async ({ store }) => {
        await store.set('gone', 'x', 60_000)
        await store.delete('gone')
        await store.delete('gone')
        expect(await store.get('gone')).toBeUndefined()
      }))
  })
}
