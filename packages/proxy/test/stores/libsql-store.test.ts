import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { storeContract } from '../../../pipeline/test/contract/state-store.ts'
import { createLibsqlStore, openSqlite } from '../../src/libsql.ts'

const folder = mkdtempSync(join(tmpdir(), 'pith-libsql-'))
let files = 0

function newFile(): string {
  files += 1
  return join(folder, `${files}.db`)
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

storeContract('libsql', async () => {
  const database = await openSqlite(newFile())
  let clock = Date.now()
  return {
    store: createLibsqlStore(database, { now: () => clock }),
    advance(ms) {
      clock += ms
    },
    close: () => void database.close(),
  }
})

describe('a store in a database file', () => {
  it('outlives the process that wrote it', async () => {
    const file = newFile()
    const first = await openSqlite(file)
    await createLibsqlStore(first).set('key', 'value', 60_000)
    first.close()
    const second = await openSqlite(file)
    expect(await createLibsqlStore(second).get('key')).toBe('value')
    second.close()
  })

  it('lets one of two connections win the first write', async () => {
    const file = newFile()
    const databases = await Promise.all([openSqlite(file), openSqlite(file)])
    const wins = await Promise.all(
      databases.map((database, at) =>
        createLibsqlStore(database).compareAndSet('race', undefined, `writer ${at}`, 60_000),
      ),
    )
    expect(wins.filter(Boolean)).toHaveLength(1)
    for (const database of databases) database.close()
  })

  it('sweeps what is over and holds its bound', async () => {
    const database = await openSqlite(newFile())
    let clock = 0
    const store = createLibsqlStore(database, { now: () => clock, maxEntries: 100 })
    const held = (): unknown => database.prepare('select count(*) as held from pith_state').get()
    for (let at = 0; at < 255; at += 1) await store.set(`old ${at}`, 'x', 1000)
    clock = 2000
    await store.set('new', 'x', 1000)
    expect(held()).toMatchObject({ held: 1 })
    for (let at = 0; at < 512; at += 1) await store.set(`more ${at}`, 'x', 1000 + at)
    expect(held()).toMatchObject({ held: 100 })
    expect(await store.get('more 511')).toBe('x')
    database.close()
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses maxEntries %d', async (maxEntries) => {
    const database = await openSqlite(':memory:')
    expect(() => createLibsqlStore(database, { maxEntries })).toThrow(RangeError)
    database.close()
  })
})
