import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../src/index.ts'
import { storeContract } from './contract/state-store.ts'

storeContract('the memory store', () => {
  let clock = 0
  return {
    store: createMemoryStore({ now: () => clock }),
    advance(ms) {
      clock += ms
    },
  }
})

describe('the bounds of the memory store', () => {
  it('pushes out the least recently used key beyond maxEntries', async () => {
    const store = createMemoryStore({ now: () => 0, maxEntries: 2 })
    await store.set('a', '1', 1000)
    await store.set('b', '2', 1000)
    await store.get('a')
    await store.set('c', '3', 1000)
    expect(await Promise.all(['a', 'b', 'c'].map((key) => store.get(key)))).toEqual([
      '1',
      undefined,
      '3',
    ])
  })

  it('holds at most maxLength code units', async () => {
    const store = createMemoryStore({ now: () => 0, maxLength: 10 })
    await store.set('a', '12345678', 1000)
    await store.set('b', '12', 1000)
    expect(await store.get('a')).toBeUndefined()
    expect(await store.get('b')).toBe('12')
    await store.set('c', 'much too long for it', 1000)
    expect(await store.get('c')).toBeUndefined()
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses maxEntries %d', (maxEntries) => {
    expect(() => createMemoryStore({ now: () => 0, maxEntries })).toThrow(RangeError)
  })
})
