import { describe, expect, it } from 'vitest'
import { bm25 } from '../../src/benches/classifier/measure/bm25.ts'
import { countIdf } from '../../src/benches/classifier/measure/counted-idf.ts'
import { figureTable } from '../../src/benches/classifier/measure/figure-table.ts'
import { fillGroups } from '../../src/benches/classifier/measure/fill.ts'
import { figureOf } from '../../src/benches/classifier/measure/interval.ts'
import { createResults } from '../../src/benches/classifier/measure/results.ts'

describe('figureOf', () => {
  it('is the mean over groups, however many values each has', () => {
    const { mean } = figureOf([
      { group: 'a', docId: '1', value: 0 },
      { group: 'b', docId: '2', value: 1 },
      { group: 'b', docId: '3', value: 1 },
      { group: 'b', docId: '4', value: 1 },
    ])
    expect(mean).toBe(0.5)
  })

  it('has no width where all values of a document are one value and there is one document', () => {
    const values = [0, 1, 1, 1].map((value) => ({ group: 'a', docId: 'one', value }))
    expect(figureOf(values)).toEqual({ mean: 0.75, low: 0.75, high: 0.75 })
  })

  it('is wider over few documents than over many with the same values', () => {
    const values = Array.from({ length: 40 }, (_, i) => i % 2)
    const width = (documents: number) => {
      const { low, high } = figureOf(
        values.map((value, i) => ({
          group: 'a',
          docId: `${(i % 2) + 2 * (i % documents)}`,
          value,
        })),
      )
      return high - low
    }
    expect(width(2)).toBeGreaterThan(width(20))
  })

  it('gives the same bounds for the same values', () => {
    const values = [0.1, 0.4, 0.9].map((value, i) => ({ group: 'a', docId: `${i}`, value }))
    expect(figureOf(values)).toEqual(figureOf(values))
  })

  it('refuses to be a mean of nothing', () => {
    expect(() => figureOf([])).toThrow(RangeError)
  })
})

describe('createResults', () => {
  const results = createResults()
  for (const [arm, values] of Object.entries({ ours: [1, 0.5], theirs: [0.5, 0.5] })) {
    for (const [i, value] of values.entries()) {
      results.add(arm, 0.3, { group: 'a', docId: `${i}`, value })
    }
  }

  it('takes gains case by case', () => {
    expect(results.gain('ours', 'theirs', 0.3, ['a'])).toEqual({ mean: 0.25, low: 0, high: 0.5 })
  })

  it('has no gain where an arm is missing, and no figure for a group that nobody measured', () => {
    expect(results.gain('ours', 'nobody', 0.3, ['a'])).toBeUndefined()
    expect(results.figure('ours', 0.3, ['b'])).toBeUndefined()
  })

  it('shows goals beside figures, and those that are missed too', () => {
    const columns = [{ title: '0.3', rate: 0.3, groups: ['a'], goal: 92, isBounded: true }]
    expect(figureTable('kept', results, columns)).toBe(
      [
        '| kept | 0.3 |',
        '|---|--:|',
        '| ours | 75.0 (50.0 to 100.0) |',
        '| theirs | 50.0 (50.0 to 50.0) |',
        '| **goal** | 92 |',
      ].join('\n'),
    )
  })
})

describe('bm25', () => {
  const idf = countIdf(['red car', 'blue car', 'car'])

  it('scores the text with the rarer asked term first and texts without any 0', () => {
    const [red, plain, other] = bm25(['red car', 'old car', 'old bus'], 'the red car', idf.ofTerm)
    expect(red).toBeGreaterThan(plain!)
    expect(plain).toBeGreaterThan(0)
    expect(other).toBe(0)
  })

  it('does not count stop words of the query', () => {
    expect(bm25(['the the the'], 'the', idf.ofTerm)).toEqual([0])
  })
})

describe('fillGroups', () => {
  it('takes the best that fits and skips what does not', () => {
    const kept = fillGroups([[0], [1, 2], [3]], [1, 3, 2], [2, 4, 4, 3], 5)
    expect([...kept]).toEqual([3, 0])
  })

  it('takes the earlier of two that are equal', () => {
    expect([...fillGroups([[0], [1]], [1, 1], [1, 1], 1)]).toEqual([0])
  })
})
