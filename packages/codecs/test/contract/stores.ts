import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCodecs } from '../../src/index.ts'
import { openStore, type StoreDriver } from '../../src/store.ts'
import { anyString } from './contents.ts'

/** A conversation that grows by one message a turn. */
export function growing(turns: number, seed = 'chat'): string[][] {
  const messages = Array.from({ length: turns }, (_, turn) =>
    JSON.stringify({
      role: turn % 2 ? 'assistant' : 'user',
      content: `${seed}, turn ${turn}: `.repeat(9),
    }),
  )
  return messages.map((_, turn) => messages.slice(0, turn + 1))
}

/** What every driver has to pass; `reopen` gives a driver over what the last one wrote. */
export function describeStore(name: string, reopen: () => Promise<StoreDriver>): void {
  describe(`a message store in ${name}`, () => {
    const options = { codecs: createCodecs(), profile: 'fast' as const }

    it('gives every list back, before and after it is closed', async () => {
      const store = await openStore(await reopen(), options)
      const lists = [...growing(40), [], ['\ud800', ''], ['twice', 'twice']]
      const ids = []
      for (const list of lists) ids.push(await store.put(list))
      for (const [index, id] of ids.entries()) expect(await store.get(id)).toEqual(lists[index])
      await store.close()
      const again = await openStore(await reopen(), options)
      for (const [index, id] of ids.entries()) expect(await again.get(id)).toEqual(lists[index])
      expect((await again.verify()).faults).toEqual([])
      await again.close()
    })

    it('takes no room for a list that it has', async () => {
      const store = await openStore(await reopen(), options)
      const [id] = [await store.put(['a', 'b'])]
      const before = store.stats()
      expect(await store.put(['a', 'b'])).toBe(id)
      expect(store.stats()).toEqual(before)
      await store.close()
    })

    it('keeps what it held through compaction', async () => {
      const store = await openStore(await reopen(), options)
      const lists = growing(60, 'packed')
      const ids = []
      for (const list of lists) ids.push(await store.put(list))
      await store.compact()
      expect(store.stats().deadBytes).toBe(0)
      ids.push(await store.put([...(lists.at(-1) as string[]), 'one more']))
      expect(await store.get(ids.at(-1) as string)).toHaveLength(61)
      await store.compact()
      for (const [index, list] of lists.entries()) {
        expect(await store.get(ids[index] as string)).toEqual(list)
      }
      expect((await store.verify()).faults).toEqual([])
      await store.close()
    })

    it('finds every message that holds the query', async () => {
      const store = await openStore(await reopen(), options)
      for (const list of growing(30, 'searched')) await store.put(list)
      await store.compact()
      const hits = []
      for await (const hit of store.search('searched, turn 17: ')) hits.push(hit)
      expect(hits).toHaveLength(1)
      expect(hits[0]).toMatchObject({ index: 17 })
      expect(await store.get(hits[0]!.id)).toHaveLength(18)
      for await (const hit of store.search('no such words')) expect(hit).toBeUndefined()
      await store.close()
    })

    it('gives any lists back', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anyString, { maxLength: 6 }), { maxLength: 8 }),
          async (lists) => {
            const store = await openStore(await reopen(), options)
            const ids = []
            for (const list of lists) ids.push(await store.put(list))
            for (const [index, id] of ids.entries()) {
              expect(await store.get(id)).toEqual(lists[index])
            }
            await store.close()
          },
        ),
        { numRuns: 12 },
      )
    })
  })
}
