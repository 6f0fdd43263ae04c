import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, it } from 'vitest'
import { createFileDriver } from '../src/node.ts'
import { openStore } from '../src/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'pith-crash-'))
const dist = join(import.meta.dirname, '../dist')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Puts growing lists for ever, and says the id of each that was acknowledged. */
const WRITER = `
  const { openStore } = await import(process.argv[1] + '/store.mjs')
  const { createFileDriver } = await import(process.argv[1] + '/node.mjs')
  const store = await openStore(await createFileDriver(process.argv[2]), { profile: 'fast' })
  const start = store.stats().snapshots
  for (let round = start; ; round++) {
    const list = Array.from({ length: 1 + (round % 7) }, (_, index) => \`round \${round - index}: \${'words '.repeat(900)}\`)
    process.stdout.write((await store.put(list)) + ' ' + list.length + ' ' + list[0].length + '\\n')
  }`

/** Runs the writer on a file, kills it with SIGKILL after some acknowledgements, and returns those it gave. */
async function writeAndKill(path: string, acknowledgements: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', WRITER, dist, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === acknowledgements) child.kill('SIGKILL')
  }
  return lines.filter((line) => /^[0-9a-f]{32} \d+ \d+$/.test(line))
}

describe('a store whose process is killed in the middle of a put', () => {
  it('still has everything that was acknowledged, five times in a row', async () => {
    expect(existsSync(join(dist, 'node.mjs')), 'run npm run build').toBe(true)
    const path = join(folder, 'killed.store')
    const acknowledged: string[] = []
    for (const count of [3, 40, 1, 90, 17]) {
      acknowledged.push(...(await writeAndKill(path, count)))
      const store = await openStore(await createFileDriver(path), { profile: 'fast' })
      for (const line of acknowledged) {
        const [id, length, size] = line.split(' ') as [string, string, string]
        const list = await store.get(id)
        expect(list).toHaveLength(Number(length))
        expect(list?.[0]).toHaveLength(Number(size))
      }
      expect((await store.verify()).faults).toEqual([])
      await store.close()
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(151)
  })
})
