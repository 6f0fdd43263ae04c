import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, describe, expect, it } from 'vitest'
import { createLibsqlDriver } from '../src/node/libsql.ts'
import { createFileDriver } from '../src/node.ts'
import { createMemoryDriver, openStore, StoreError } from '../src/store.ts'
import { describeStore, growing } from './contract/stores.ts'

const FAST = { profile: 'fast' } as const
const folder = mkdtempSync(join(tmpdir(), 'pith-store-'))
const database = new Database(join(folder, 'store.db'))
const memory = createMemoryDriver()

describeStore('memory', async () => memory)
describeStore('a file', () => createFileDriver(join(folder, 'contract.store')))
describeStore('libsql', async () => createLibsqlDriver(database, 'contract'))

afterAll(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a store in a file', () => {
  async function filled(name: string): Promise<{ path: string; ids: string[]; whole: Buffer }> {
    const path = join(folder, name)
    const store = await openStore(await createFileDriver(path), FAST)
    const ids = []
    for (const list of growing(12, name)) ids.push(await store.put(list))
    const whole = readFileSync(path)
    await store.close()
    return { path, ids, whole }
  }

  it('drops what a crash cut off, wherever it was cut, and loses nothing before', async () => {
    const { path, ids, whole } = await filled('cut')
    const sizes = Array.from({ length: 24 }, (_, step) => whole.length - step * 11)
    for (const size of sizes) {
      writeFileSync(path, whole)
      truncateSync(path, size)
      const store = await openStore(await createFileDriver(path), FAST)
      const { snapshots } = store.stats()
      expect(snapshots).toBeGreaterThan(6)
      expect(await store.get(ids[snapshots - 1] as string)).toHaveLength(snapshots)
      await store.put(['after the crash'])
      expect((await store.verify()).faults).toEqual([])
      await store.close()
    }
  })

  it('is refused, with the place, when damaged before its end', async () => {
    const { path, whole } = await filled('damaged')
    for (const offset of [8, 9, 13, 17, 40, 200]) {
      const damaged = Buffer.from(whole)
      damaged[offset]! ^= 4
      writeFileSync(path, damaged)
      const opening = createFileDriver(path).then((driver) => openStore(driver))
      await expect(opening).rejects.toThrow(StoreError)
    }
  })

  it('is never made over a file that is something else', async () => {
    const path = join(folder, 'notes.txt')
    writeFileSync(path, 'shopping list')
    await expect(createFileDriver(path)).rejects.toThrow(/no message store/)
    expect(readFileSync(path, 'utf8')).toBe('shopping list')
  })
})

describe('a store', () => {
  it('keeps tenants apart in one database', async () => {
    const one = await openStore(createLibsqlDriver(database, 'tenant-1'), FAST)
    const two = await openStore(createLibsqlDriver(database, 'tenant-2'), FAST)
    const id = await one.put(['secret'])
    expect(await two.get(id)).toBeUndefined()
    expect(two.stats().uniqueMessages).toBe(0)
  })

  it('takes puts at once in turn', async () => {
    const store = await openStore(createMemoryDriver(), FAST)
    const lists = growing(30, 'parallel')
    const ids = await Promise.all(lists.map((list) => store.put(list)))
    expect(await store.get(ids[29] as string)).toEqual(lists[29])
    expect(store.stats().uniqueMessages).toBe(30)
  })

  it('names the block that no longer opens', async () => {
    const driver = createMemoryDriver()
    const store = await openStore(driver, { ...FAST, isSearchable: false })
    await store.put(['a message '.repeat(30)])
    await store.compact()
    const records = []
    for await (const record of driver.scan()) records.push(record.bytes)
    const damaged = records.map((bytes) => bytes.slice())
    damaged[1]![damaged[1]!.length - 1]! ^= 1
    await driver.write(damaged, 'replace')
    const again = await openStore(driver, FAST)
    expect((await again.verify()).faults).toEqual([expect.stringContaining('messages 0 to 0')])
  })
})
