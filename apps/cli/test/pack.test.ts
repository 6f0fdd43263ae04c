import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pith, withFolder } from './pith.ts'

const TEXT =
  'Write a short note to the tenants of the building about the lift, which is out of order. '
const CODECS = ['auto', 'raw', 'zstd', 'zstd-dictionary', 'brotli', 'token', 'hybrid', 'cm']

describe('pith pack and unpack', () => {
  it.each(CODECS)('give back the bytes of a text, codec %s', (codec) => {
    const packed = pith(['pack', '-', '--codec', codec], TEXT.repeat(5))
    expect(packed.code, packed.stderr).toBe(0)
    const unpacked = pith(['unpack'], packed.stdout)
    expect(unpacked.stderr).toBe('')
    expect(unpacked.stdout.toString()).toBe(TEXT.repeat(5))
  })

  it('give back bytes that are no text', () => {
    const bytes = Uint8Array.from({ length: 600 }, (_, index) => (index * 151) & 255)
    const packed = pith(['pack', '-'], bytes)
    expect(new Uint8Array(pith(['unpack'], packed.stdout).stdout)).toEqual(bytes)
  })

  it('write FILE.pith beside each file and say what was saved', () => {
    withFolder((folder) => {
      const files = ['one.txt', 'two.txt'].map((name) => join(folder, name))
      for (const file of files) writeFileSync(file, TEXT.repeat(9))
      const run = pith(['pack', ...files, '--profile', 'fast'])
      expect(run.stderr).toMatch(/one\.txt: 801 -> \d+ bytes \(\d\d\.\d % saved\)/)
      const output = join(folder, 'back.txt')
      expect(pith(['unpack', `${files[1]}.pith`, '-o', output]).code).toBe(0)
      expect(readFileSync(output, 'utf8')).toBe(TEXT.repeat(9))
    })
  })

  it('refuse damaged input, an unknown codec and a bad level in one line each', () => {
    const packed = pith(['pack', '-'], TEXT).stdout
    packed[packed.length - 1]! ^= 1
    const damaged = pith(['unpack'], packed)
    expect(damaged).toMatchObject({ code: 1 })
    expect(damaged.stderr).toMatch(/^pith: standard input: the checksum differs.*\n$/)
    expect(pith(['pack', '-', '--codec', 'zip'], TEXT).stderr).toMatch(/codec "zip" is unknown/)
    expect(pith(['pack', '-', '--level', '23'], TEXT).code).toBe(2)
    expect(pith(['unpack', '--max-bytes', '10'], pith(['pack', '-'], TEXT).stdout).code).toBe(1)
  })
})

describe('pith inspect', () => {
  it('shows every codec, each exact', () => {
    const { code, stdout } = pith(['inspect'], TEXT.repeat(3))
    expect(code).toBe(0)
    for (const codec of CODECS)
      expect(stdout.toString()).toMatch(new RegExp(`^${codec} .* yes$`, 'm'))
  })

  it('prints the same as JSON', () => {
    const report = JSON.parse(pith(['inspect', '--json'], TEXT).stdout.toString())
    expect(report).toMatchObject({ originalBytes: TEXT.length, missing: [] })
    expect(report.results.every((result: { isExact: boolean }) => result.isExact)).toBe(true)
    expect(report.entropy).toHaveLength(4)
  })
})

describe('pith store', () => {
  it('keeps, finds, proves and gives back conversations', () => {
    withFolder((folder) => {
      const store = join(folder, 'chats.store')
      const turns = [1, 2, 3].map((turn) => ({ role: 'user', content: `${TEXT} Floor ${turn}.` }))
      const lines = turns.map((_, turn) => JSON.stringify({ messages: turns.slice(0, turn + 1) }))
      const ids = pith(['store', 'put', store], lines.join('\n'))
        .stdout.toString()
        .trim()
        .split('\n')
      expect(ids).toHaveLength(3)
      const whole = pith(['store', 'get', store, ids[2] as string]).stdout.toString()
      expect(JSON.parse(whole)).toEqual(turns)
      expect(pith(['store', 'search', store, 'Floor 2']).stdout.toString()).toContain(
        `${ids[1]} 1 `,
      )
      expect(pith(['store', 'verify', store]).stdout.toString()).toBe(
        '3 messages of 3 conversations are whole\n',
      )
      expect(pith(['store', 'compact', store]).code).toBe(0)
      const stats = JSON.parse(pith(['store', 'stats', store]).stdout.toString())
      expect(stats).toMatchObject({ snapshots: 3, messages: 6, uniqueMessages: 3, deadBytes: 0 })
    })
  })

  it('says in one line what is wrong', () => {
    withFolder((folder) => {
      const path = join(folder, 'notes.txt')
      writeFileSync(path, 'not a store at all')
      expect(pith(['store', 'stats', path])).toMatchObject({ code: 1 })
      const fresh = join(folder, 'fresh.store')
      expect(pith(['store', 'put', fresh], '"a text"').stderr).toMatch(/no list of messages/)
      expect(pith(['store', 'get', fresh, 'f'.repeat(32)]).stderr).toMatch(/no conversation/)
    })
  })
})
