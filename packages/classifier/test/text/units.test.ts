import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grain, totalCost, unitsOf } from '../../src/training.ts'
import { arbitraryJson, arbitraryText } from '../arbitrary-text.ts'

const GRAINS: readonly Grain[] = ['field', 'row', 'line', 'sentence', 'word']

const ORDERS =
  '{"user": "mia_li_3668", "orders": [{"id": "W1", "items": [{"sku": 7, "size": "S"}], "paid": true}, {"id": "W2", "items": [], "paid": false}], "W9": {"tags": ["a", "b"]}}'

describe('unitsOf', () => {
  it('cuts JSON by scalar, keys with them', () => {
    const units = unitsOf(ORDERS, 'field')
    expect(units.map(({ start, end }) => ORDERS.slice(start, end))).toEqual([
      '"user": "mia_li_3668"',
      '"id": "W1"',
      '"sku": 7',
      '"size": "S"',
      '"paid": true',
      '"id": "W2"',
      '"items": []',
      '"paid": false',
      '"tags": ["a", "b"]',
    ])
    expect(units.map((unit) => unit.path)).toEqual([
      'user',
      'orders.#.id',
      'orders.#.items.#.sku',
      'orders.#.items.#.size',
      'orders.#.paid',
      'orders.#.id',
      'orders.#.items',
      'orders.#.paid',
      '#.tags',
    ])
    expect(units.map(({ row, rows }) => [row, rows])).toContainEqual([1, 2])
    expect([...units.at(-1)!.strings.keys()]).toEqual(['w9'])
    expect(units[2]!.opens.map(({ isElement }) => isElement)).toEqual([false, true, false, true])
  })

  it('pays containers once', () => {
    const units = unitsOf('{"a":{"b":1,"c":2}}', 'field')
    expect(units.map((unit) => unit.cost)).toEqual([5, 5])
    expect(units[0]!.opens.map(({ cost }) => cost)).toEqual([3])
    expect(totalCost(units)).toBe(13)
  })

  it('takes rows of an array as wholes', () => {
    const units = unitsOf(ORDERS, 'row')
    expect(units.map((unit) => unit.value)).toEqual([
      'mia_li_3668',
      'W1 true',
      '7 S',
      'W2 [] false',
      '["a", "b"]',
    ])
  })

  it('cuts long JSON strings into sentences', () => {
    const long = Array.from({ length: 30 }, (_, i) => `Sentence "${i}" is here.`)
    const text = JSON.stringify({ note: `${long.join(' ')}\n\nThe end.`, n: 1 })
    const units = unitsOf(text, 'field')
    expect(units).toHaveLength(32)
    expect(
      units
        .slice(0, -1)
        .map((unit) => unit.value)
        .join(''),
    ).toBe(JSON.parse(text).note)
    expect(text.slice(units[1]!.start, units[1]!.end)).toBe('Sentence \\"1\\" is here. ')
  })

  it('cuts other text by line, long lines by sentence', () => {
    const text = `Price: $12\n\nPrice: $9\r\n${'It is so. '.repeat(50)}`
    const units = unitsOf(text, 'field')
    expect(units.map((unit) => unit.key).slice(0, 2)).toEqual(['~price', '~price'])
    expect(units).toHaveLength(52)
    expect(units.map((unit) => unit.row).slice(0, 3)).toEqual([0, 2, 3])
  })

  it('takes what is not quite JSON by line', () => {
    expect(unitsOf('{"a":1,}', 'field')[0]!.nodes).toEqual([])
  })

  describe.each(GRAINS)('by %s', (grain) => {
    it('gives units in order, inside any text, that do not overlap', () => {
      fc.assert(
        fc.property(fc.oneof(arbitraryText, arbitraryJson), (text) => {
          let last = 0
          for (const [index, unit] of unitsOf(text, grain).entries()) {
            expect(unit.index).toBe(index)
            expect(unit.end).toBeGreaterThan(unit.start)
            expect(unit.cost).toBeGreaterThan(0)
            expect(unit.valueStart).toBeGreaterThanOrEqual(unit.start)
            expect(unit.valueEnd).toBeLessThanOrEqual(unit.end)
            if (grain !== 'row') expect(unit.start).toBeGreaterThanOrEqual(last)
            last = unit.end
          }
          expect(last).toBeLessThanOrEqual(text.length)
        }),
      )
    })
  })

  it('leaves only white space between lines, sentences and words', () => {
    fc.assert(
      fc.property(
        arbitraryText,
        fc.constantFrom<Grain>('line', 'sentence', 'word'),
        (text, grain) => {
          const units = unitsOf(text, grain)
          const gaps = [...units, { start: text.length }].map(({ start }, i) =>
            text.slice(units[i - 1]?.end ?? 0, start),
          )
          expect(gaps.join('').trim()).toBe('')
        },
      ),
    )
  })

  it('finds every scalar of any JSON, with its value', () => {
    fc.assert(
      fc.property(arbitraryJson, (text) => {
        const values = new Map<object, string>()
        for (const { nodes, value } of unitsOf(text, 'field')) {
          values.set(nodes[0]!, (values.get(nodes[0]!) ?? '') + value)
        }
        const found = Array.from(values, ([node, value]) => {
          return 'kind' in node && node.kind === 'string' ? value : JSON.parse(value)
        })
        expect(found).toEqual(scalarsOf(JSON.parse(text)))
      }),
    )
  })

  it.each([
    ['one letter', 'a'.repeat(1_000_000)],
    ['line ends', '\n'.repeat(1_000_000)],
    ['a string of line ends', JSON.stringify(['\n'.repeat(500_000)])],
    ['nested arrays', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
    ['nested arrays with values', `${'[1,'.repeat(200_000)}2${']'.repeat(200_000)}`],
    ['nesting that never closes', '{"a":['.repeat(200_000)],
    ['a long array', `[${'{"a":1},'.repeat(120_000)}0]`],
    ['full stops', '. '.repeat(500_000)],
    ['quotes', '"'.repeat(1_000_000)],
  ])('takes a megabyte of %s', (_, text) => {
    const before = performance.now()
    for (const grain of GRAINS) expect(unitsOf(text, grain).length).toBeGreaterThanOrEqual(0)
    expect(performance.now() - before).toBeLessThan(20_000)
  })
})

/** The values of a JSON tree in order, short arrays of scalars as one. */
function scalarsOf(value: unknown, isRoot = true): unknown[] {
  if (typeof value !== 'object' || value === null) return [value]
  const values = Object.values(value)
  const isShort = values.length <= 6 && values.every((item) => typeof item !== 'object' || !item)
  if (Array.isArray(value) && isShort) return [value]
  if (values.length === 0 && !isRoot) return [value]
  return values.flatMap((item) => scalarsOf(item, false))
}
