import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countPieces, scoreHeuristic, selectKept, type UnitName } from '../../src/index.ts'
import { arbitraryJson, arbitraryText } from '../arbitrary-text.ts'

const PIECES_OF_A_MARK = 8
const UNITS: readonly UnitName[] = ['auto', 'field', 'row', 'line', 'sentence', 'word']
const rate = fc.double({ min: 0.05, max: 1, noNaN: true })
const unit = fc.constantFrom(...UNITS)

function keep(text: string, options: { rate: number; unit?: UnitName; query?: string }) {
  return selectKept(text, scoreHeuristic(text, options), options)
}

const LOG = Array.from({ length: 60 }, (_, i) =>
  i % 20 === 7
    ? `2026-01-02 10:00:${i} ERROR worker-${i}: cannot reach 10.0.0.${i}`
    : `2026-01-02 10:00:${i} INFO heartbeat ok`,
).join('\n')

const ORDER = JSON.stringify({
  status: 'delivered',
  items: Array.from({ length: 20 }, (_, i) => ({
    sku: `A-${i}`,
    name: 'Water bottle of steel',
    note: 'The customer is asked to keep the label.',
    price: i,
  })),
})

describe('selectKept', () => {
  it('keeps within the rate, by lines, with one mark a gap', () => {
    const result = keep(LOG, { rate: 0.3 })
    expect(result.unit).toBe('line')
    expect(result.tokensAfter).toBeLessThanOrEqual(0.3 * result.tokensBefore)
    const marks = result.text.match(/^\[\.\.\..*\]$/gm) ?? []
    expect(marks).toHaveLength(result.marks)
    expect(marks[0]).toBe('[... 7 lines dropped]')
    for (const mark of marks.slice(1)) expect(mark).toMatch(/^\[\.\.\.\d+\]$/)
  })

  it('keeps error lines first, once per shape', () => {
    const { text, flagged } = keep(LOG, { rate: 0.15 })
    expect(text).toContain('ERROR worker-7')
    expect(flagged).toEqual({ kept: 1, dropped: 0 })
  })

  it('drops a JSON field with its key, marks objects and arrays, and still parses', () => {
    const result = keep(ORDER, { rate: 0.4 })
    const parsed = JSON.parse(result.text)
    expect(parsed.status).toBe('delivered')
    expect(result.text).toMatch(/"\[\.\.\. \d rows? dropped\]"/)
    expect(result.text).toMatch(/"\.\.\.":\d/)
    expect(result.tokensAfter).toBeLessThanOrEqual(0.4 * result.tokensBefore)
  })

  it('drops rows as wholes', () => {
    const result = keep(ORDER, { rate: 0.4, unit: 'row' })
    const items = JSON.parse(result.text).items as unknown[]
    expect(items.filter((item) => typeof item === 'string').join()).toMatch(/rows? dropped/)
    for (const item of items) {
      if (typeof item !== 'string') expect(Object.keys(item as object)).toHaveLength(4)
    }
  })

  it('never takes a key that an object has for its mark', () => {
    const text = JSON.stringify({ '...': 'x'.repeat(30), a: 'word '.repeat(60), b: 'Paris 75001' })
    const parsed = JSON.parse(keep(text, { rate: 0.5 }).text)
    expect(Object.keys(parsed)).toContain('....')
  })

  it('keeps both ends of a fence with any line inside', () => {
    const text = `Intro words here.\n\n\`\`\`ts\n${'const value = compute()\n'.repeat(20)}const port = 8787\n\`\`\`\n\nThe end of it all.`
    const { text: kept } = keep(text, { rate: 0.3, unit: 'line' })
    expect(kept).toContain('const port = 8787')
    expect(kept.match(/^```/gm)).toHaveLength(2)
  })

  it('keeps the head of a table with any row', () => {
    const rows = Array.from({ length: 30 }, (_, i) => `| ${i} | name ${i} | ok |`)
    const text = ['| id | name | state |', '|---|---|---|', ...rows].join('\n')
    const kept = keep(text, { rate: 0.4 }).text.split('\n')
    expect(kept.slice(0, 2)).toEqual(['| id | name | state |', '|---|---|---|'])
  })

  it('cuts no floor word out of a sentence by words', () => {
    const text = `The engine is a very nice thing that was made by many people over there in all of the years. You must not open "the red valve" before 10 km, and it is as it is for all who were there at that time.`
    const { text: kept } = keep(text, { rate: 0.6, unit: 'word' })
    expect(kept).toMatch(/must not/)
    expect(kept).toContain('"the red valve"')
    expect(kept).toContain('10 km')
    expect(kept).toContain('…')
  })

  it('keeps JSON Lines valid', () => {
    const text = Array.from({ length: 30 }, (_, i) => `{"id":${i},"word":"value of ${i}"}`).join(
      '\n',
    )
    const result = keep(text, { rate: 0.4 })
    expect(result.marks).toBeGreaterThan(0)
    for (const line of result.text.split('\n')) expect(() => JSON.parse(line)).not.toThrow()
  })

  it('says that the rate yields where one unit exceeds it', () => {
    const result = keep(`${'word '.repeat(79)}\nsome other line`, { rate: 0.05 })
    expect(result.reachableRate).toBeGreaterThan(0.05)
    expect(result.report.join()).toContain('the rate yields')
  })

  it('keeps all where no selection is shorter', () => {
    const result = keep('one line', { rate: 0.1 })
    expect(result).toMatchObject({ text: 'one line', kept: [[0, 8]], marks: 0, reachableRate: 1 })
  })

  it.each([0, -1, 1.1, Number.NaN])('refuses the rate %d', (bad) => {
    expect(() => keep('text', { rate: bad })).toThrow(RangeError)
  })

  const anyText = fc.oneof(
    arbitraryText,
    arbitraryJson,
    fc.array(arbitraryText, { maxLength: 12 }).map((lines) => lines.join('\n')),
  )

  it('never gives more tokens than the text, and stays within the rate or says so', () => {
    fc.assert(
      fc.property(anyText, rate, unit, (text, share, cut) => {
        const result = keep(text, { rate: share, unit: cut })
        expect(result.tokensAfter).toBe(countPieces(result.text))
        expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore)
        const limit = Math.max(share, result.reachableRate) * result.tokensBefore
        expect(result.tokensAfter).toBeLessThanOrEqual(limit + 1e-6)
      }),
    )
  })

  it('parses where the text does', () => {
    fc.assert(
      fc.property(arbitraryJson, rate, unit, (text, share, cut) => {
        expect(() => JSON.parse(keep(text, { rate: share, unit: cut }).text)).not.toThrow()
      }),
      { numRuns: 300 },
    )
  })

  it('says which ranges it keeps: they are in order, and all of the result that is no mark', () => {
    fc.assert(
      fc.property(anyText, rate, unit, (text, share, cut) => {
        const result = keep(text, { rate: share, unit: cut })
        let at = 0
        let last = 0
        for (const [start, end] of result.kept) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          const found = result.text.indexOf(text.slice(start, end), at)
          expect(found).toBeGreaterThanOrEqual(at)
          at = found + end - start
          last = end
        }
        if (result.marks === 0) expect(result.text).toBe(text)
      }),
    )
  })

  it('keeps no less at a higher rate, give or take marks', () => {
    fc.assert(
      fc.property(anyText, rate, rate, unit, (text, a, b, cut) => {
        const low = keep(text, { rate: Math.min(a, b), unit: cut })
        const high = keep(text, { rate: Math.max(a, b), unit: cut })
        if (low.reachableRate <= low.rate) {
          const slack = PIECES_OF_A_MARK * (high.marks + 1)
          expect(keptPieces(text, high.kept) + slack).toBeGreaterThanOrEqual(
            keptPieces(text, low.kept),
          )
        }
      }),
    )
  })

  it('makes no gap whose mark has more pieces than what it drops', () => {
    fc.assert(
      fc.property(anyText, rate, unit, (text, share, cut) => {
        const result = keep(text, { rate: share, unit: cut })
        const dropped = result.tokensBefore - keptPieces(text, result.kept)
        // Counted apart, the ends of kept ranges may cost a piece each more than together.
        const marks = result.tokensAfter - keptPieces(text, result.kept)
        expect(marks).toBeLessThanOrEqual(dropped + 2 * result.kept.length)
      }),
    )
  })

  it('gives the same result twice', () => {
    fc.assert(
      fc.property(anyText, rate, unit, (text, share, cut) => {
        expect(keep(text, { rate: share, unit: cut })).toEqual(
          keep(text, { rate: share, unit: cut }),
        )
      }),
    )
  })
})

function keptPieces(text: string, kept: readonly (readonly [number, number])[]): number {
  return kept.reduce((sum, [start, end]) => sum + countPieces(text, start, end), 0)
}
