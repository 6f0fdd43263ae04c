import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignedWords } from '../../src/drafts/align.ts'
import { rowsOfCsv } from '../../src/drafts/csv-rows.ts'
import { placesOf } from '../../src/drafts/draft.ts'
import { windowsOf } from '../../src/drafts/windows.ts'

describe('windows', () => {
  it('cut JSON into whole values', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      id: i,
      note: 'a note that says little '.repeat(12),
    }))
    const text = JSON.stringify({ rows })
    const windows = windowsOf(text, 1000)
    expect(windows).toHaveLength(40)
    for (const { start, end } of windows)
      expect(JSON.parse(text.slice(start, end))).toHaveProperty('note')
  })

  it('of other texts lie apart, in order, within the limit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '. ', 'Bcd', '🦉'), maxLength: 900 }),
        (text) => {
          let last = 0
          for (const { start, end } of windowsOf(text, 100)) {
            expect(start).toBeGreaterThanOrEqual(last)
            expect(end - start).toBeLessThanOrEqual(100)
            last = end
          }
        },
      ),
    )
  })
})

describe('labels', () => {
  it('align a summary with its source word by word', () => {
    const text =
      'We talked for an hour. The budget was cut by half, and the cutting of costs goes on.'
    const found = alignedWords(text, 'They cut the budget.').map(([start, end]) =>
      text.slice(start, end),
    )
    expect(found).toEqual(['budget', 'cut'])
  })

  it('pass over JSON keys that hold no digit', () => {
    const text = '{"status":"status","a1":"b"}'
    const found = placesOf(text, new Set(['status', 'a1']), 'reuse').map(([start]) => start)
    expect(found).toEqual([11, 20])
  })
})

describe('tables', () => {
  it('become rows by their header', () => {
    expect(rowsOfCsv('"Name","Year"\n"The \\"Owl\\"","1934"\n"Lone"\n')).toEqual([
      { Name: 'The "Owl"', Year: '1934' },
    ])
  })

  it('are passed over where headers repeat', () => {
    expect(rowsOfCsv('"A","A"\n"1","2"')).toEqual([])
  })
})
