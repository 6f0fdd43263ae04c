import { createMemoryStore } from '@x/pipeline'
import { describe, expect, it } from 'vitest'
import { storeContract } from '../../../pipeline/test/contract/state-store.ts'
import { guardStore, StoreUnavailableError } from '../../src/stores/guard-store.ts'

storeContract('a guarded store', () => {
  let clock = 0
  return {
    store: guardStore(createMemoryStore({ now: () => clock })),
    advance(ms) {
      clock += ms
    },
  }
})

describe('guardStore', () => {
  it('gives up on a call that takes longer than its budget', async () => {
    const failed: string[] = []
    const never = createMemoryStore({ now: () => 0 })
    const hanging = { ...never, get: () => new Promise<never>(() => undefined) }
    const onFailure = (operation: string): void => void failed.push(operation)
    const store = guardStore(hanging, { budgetMs: 5, onFailure })
    await expect(store.get('key')).rejects.toThrow(StoreUnavailableError)
    expect(failed).toEqual(['get'])
  })

  it('leaves a store alone after failures in a row, and tries it again later', async () => {
    let clock = 0
    let calls = 0
    let isBroken = true
    const memory = createMemoryStore({ now: () => clock })
    const flaky = {
      ...memory,
      async get(key: string) {
        calls += 1
        if (isBroken) throw new Error('gone')
        return memory.get(key)
      },
    }
    const store = guardStore(flaky, { now: () => clock, maxFailures: 2, restMs: 100 })
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(store.get('key')).rejects.toThrow()
    }
    expect(calls).toBe(2)
    clock = 100
    await expect(store.get('key')).rejects.toThrow('gone')
    await expect(store.get('key')).rejects.toThrow('the store rests')
    expect(calls).toBe(3)
    clock = 200
    isBroken = false
    expect(await store.get('key')).toBeUndefined()
    expect(await store.get('key')).toBeUndefined()
    expect(calls).toBe(5)
  })
})
