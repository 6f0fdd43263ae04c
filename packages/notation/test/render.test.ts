import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeVerbatim, isRendered, NotationError, parse, render } from '../src/index.ts'
import { jsonNotation } from '../src/json/json-notation.ts'
import { hostileText, jsonValue, spaced } from './json-arbitrary.ts'
import { forced, roundTrip } from './round-trip.ts'
import { seenValues } from './seen-values.ts'

const counter = await loadTokenizer('o200k_base')
const numRuns = Number(process.env.PITH_RUNS ?? 100)

const level = fc.constantFrom('plain' as const, 'dense' as const)

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(hostileText, { maxLength: 12 }).map((words) => words.join(' ')),
  fc.tuple(hostileText, spaced, hostileText).map((parts) => parts.join('\n')),
  spaced.map((text) => render(text, { counter })?.text ?? text),
)

describe('render', () => {
  it('answers what parse gives back, in fewer tokens, or nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const rendering = render(text, { counter })
        if (rendering === undefined) return
        expect(parse(rendering.text)).toBe(text)
        expect(isRendered(rendering.text)).toBe(true)
        expect(rendering.tokensAfter).toBe(counter.countTokens(rendering.text))
        expect(rendering.tokensAfter).toBeLessThan(rendering.tokensBefore)
      }),
      { numRuns },
    )
  })

  it('gives back any lone text after escaping', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anyText.map((text) => '~' + text),
        ),
        (text) => {
          expect(parse(escapeVerbatim(text))).toBe(text)
        },
      ),
      { numRuns },
    )
  })

  it('leaves a text alone beyond the limit of work', () => {
    const rows = JSON.stringify(Array.from({ length: 40 }, (_, id) => ({ id, name: `row ${id}` })))
    expect(render(rows, { counter, workLimit: 100 })).toBeUndefined()
    expect(render(rows, { counter })?.notation).toBe('json')
  })

  it('renders the JSON inside a prose text alone', () => {
    const json = JSON.stringify([1, 2, 3].map((id) => ({ id, city: 'Oslo', open: true })))
    const text = `The call returned\n${json}\nand then ${json}.`
    const rendering = render(text, { counter })
    expect(rendering?.notation).toBe('text-with-json')
    expect(rendering?.text).toBe(
      '~text-with-json:\nThe call returned\n<json>~3 rows: id city=Oslo open=true\n1\n2\n3\n</json>\n' +
        'and then <json>~3 rows: id city=Oslo open=true\n1\n2\n3\n</json>.',
    )
    expect(parse(rendering?.text ?? '')).toBe(text)
  })
})

describe('references', () => {
  const order = {
    id: 'W1',
    address: { street: '5 Loom Lane', city: 'Bodo', zip: '8001' },
    items: [
      { sku: 'a1', n: 2 },
      { sku: 'b2', n: 1 },
    ],
    state: 'open',
  }
  const references = seenValues({ 'get_order#1': JSON.stringify(order) })

  it.each([
    ['the same value', order, '~=get_order#1'],
    [
      'a value in another',
      { shipTo: order.address, by: 'sea' },
      '~{shipTo==get_order#1.address by=sea}',
    ],
    [
      'an object that is the same but for a member',
      { ...order, state: 'sent' },
      '~{...get_order#1 state=sent}',
    ],
  ])('name %s', (_, value, expected) => {
    const text = JSON.stringify(value)
    const rendering = render(text, { counter, references })
    expect(rendering?.text).toBe(expected)
    expect(parse(expected, { references })).toBe(text)
    expect(() => parse(expected)).toThrow(NotationError)
  })

  it('name rows that follow one another at once', () => {
    const rows = [1, 2, 3, 4].map((id) => ({ id, city: `city number ${id}`, seats: id * 7 }))
    const known = seenValues({ 'search#1': JSON.stringify({ rows }) })
    const text = JSON.stringify([...rows.slice(1), { id: 9, city: 'Moss', seats: 1 }])
    const rendering = render(text, { counter, references: known })
    expect(rendering?.text).toBe('~[=search#1.rows[1-3] {id=9 city=Moss seats=1}]')
    expect(parse(rendering?.text ?? '', { references: known })).toBe(text)
    const table = '~4 rows: id city seats\n=search#1.rows[1-3]\n9 Moss 1'
    expect(parse(table, { references: known })).toBe(text)
    expect(() => parse(table.replace('1-3', '0-3,0-3'), { references: known })).toThrow(
      NotationError,
    )
  })

  it('name items that are picked from a list, and change several alike', () => {
    const streets = ['Grand Alley', 'Ash Court', 'Loom Lane', 'Old Bridge Road', 'Mill Quay']
    const rows = streets.map((street, at) => ({
      street: `4${at} ${street}`,
      beside: streets.at(at - 1),
      phone: `+47 75 ${at}1 ${at}8 30`,
      seats: 7,
    }))
    const known = seenValues({ 'search#1': JSON.stringify(rows) })
    const picked = JSON.stringify([rows[0], rows[2], rows[3]])
    expect(render(picked, { counter, references: known })?.text).toBe('~[=search#1[0,2-3]]')
    const beside = JSON.stringify([rows[1], [1822, 1823, 1824, 1825]])
    const apart = render(beside, { counter, references: known })
    expect(apart?.text).toBe('~[=search#1[1] [1822 1823 1824 1825]]')
    expect(parse(apart?.text ?? '', { references: known })).toBe(beside)
    const changed = JSON.stringify([rows[1], rows[0]].map((row) => ({ ...row, seats: 9 })))
    const rendering = render(changed, { counter, references: known })
    expect(rendering?.text).toBe('~[{...search#1[1,0] seats=9}]')
    expect(parse(rendering?.text ?? '', { references: known })).toBe(changed)
  })

  it('put new keys in alphabetical order where the mark says that keys are sorted', () => {
    const hotel = { average: '4.3', name: 'Hotel Bristol Bergen', street: '11 Torgallmenningen' }
    const known = seenValues({ 'search#1': JSON.stringify([hotel]) })
    const { average, ...rest } = hotel
    const text = JSON.stringify({ average, check_in: '2019-03-08', ...rest, street2: null })
    const rendering = render(text, { counter, references: known })
    expect(rendering?.text).toBe('~.sorted{...search#1[0] check_in=2019-03-08 street2=null}')
    expect(parse(rendering?.text ?? '', { references: known })).toBe(text)
  })

  it('leave the keys of an earlier object to the reader at the dense level', () => {
    const text = JSON.stringify({
      ...order,
      id: 'W2',
      address: { ...order.address, street: '8 Loom Lane' },
      items: [],
      state: 'sent',
    })
    const rendering = render(text, { counter, references, level: 'dense' })
    expect(rendering?.text).toBe('~{=get_order#1|W2|8 Loom Lane|||[]|sent}')
    expect(parse(rendering?.text ?? '', { references })).toBe(text)
  })

  it('give back any value that repeats parts of what was seen', () => {
    fc.assert(
      fc.property(jsonValue, jsonValue, fc.boolean(), level, (seen, other, isInside, at) => {
        const known = seenValues({
          'get#1': JSON.stringify({ a: seen, rows: [seen, other] }),
          'get#2': JSON.stringify([other, seen, { a: seen, b: 1, z: other }]),
        })
        const text = JSON.stringify(
          isInside ? { other, rows: [seen, other], z: { a: seen, b: 1 } } : { a: seen, b: other },
        )
        // Not `render`, which answers nothing where the text would not come back.
        const options = forced(counter, { references: known, level: at })
        expect(roundTrip(jsonNotation, text, options) ?? text).toBe(text)
      }),
      { numRuns },
    )
  })
})

function tablesInTables(levels: number): string {
  return levels === 0
    ? '1'
    : `[{"a": 1, "b": ${tablesInTables(levels - 1)}}, {"a": 2, "b": "x"}, {"a": 3, "b": "y"}]`
}

describe('bad input', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

  it.each([
    ['an empty text', ''],
    ['NUL bytes', '\u0000\u0000{"a":\u0000}'],
    ['truncated JSON', '{"a": [1, 2, {"b": "c'],
    ['nearly JSON', "{'a': 1, b: 2,}"],
    ['unbalanced brackets', '{"a":{"a":'.repeat(3000)],
  ])('%s passes through', (_, text) => {
    expect(render(text, { counter })).toBeUndefined()
    expect(parse(escapeVerbatim(text))).toBe(text)
  })

  it.each([
    ['20,000 levels of nesting', `{"a": ${deep(20_000)}}`],
    ['20,000 levels of objects', '{"a": '.repeat(20_000) + '1' + '}'.repeat(20_000)],
    ['40 levels of tables in tables', tablesInTables(40)],
    ['lone surrogates', '{"a": "\\ud800", "b": "\ud800", "c": [1, 2, 3]}'],
    [
      'doubled and integer-like keys',
      '[{"2": 1, "1": 2, "1": 3}, {"2": 1, "1": 2, "1": 3}, {"2": 4, "1": 2, "1": 5}]',
    ],
    [
      'numbers beyond doubles',
      '[{"n": 1e400, "m": 1.0}, {"n": 123456789012345678901, "m": 1}, {"n": -0, "m": 0.10}]',
    ],
  ])('%s keep their text', (_, text) => {
    const rendering = render(text, { counter })
    expect(parse(rendering?.text ?? text)).toBe(text)
  })

  it.each([
    '~9999999 rows: a=1',
    '~2000000x2000000 rows: a=1',
    `~{"a":"${'x'.repeat(1000)}",${Array.from({ length: 90 }, (_, at) => `"k${at}":[${at ? `=k${at - 1},=k${at - 1}` : '=a,=a'}]`).join(',')}}`,
    `~${'{"a":'.repeat(50_000)}`,
    `~{${'a.'.repeat(50_000)}`,
    `~{${'a{b.'.repeat(50_000)}`,
    '~[=a#1[0-9999999]]',
    '~[{...a#1[0-9999999] b=1}]',
    `~1 rows: ${'a('.repeat(50_000)}`,
    `~2 rows: a b=${'y'.repeat(100_000)}{a}\n${'x'.repeat(100_000)}\n${'x'.repeat(100_000)}`.repeat(
      3,
    ),
    `~[json${'~[json'.repeat(20_000)}`,
    `~2 rows: a\n${'2 rows: a\n'.repeat(20_000)}`,
  ])('refuses to unfold %#', (text) => {
    expect(() => parse(text)).toThrow(NotationError)
  })

  it('refuses a few kilobytes that would be gigabytes of indentation', () => {
    const nested = (depth: number) => `~i8${'['.repeat(depth)}1${']'.repeat(depth)}`
    expect(parse(nested(1000))).toHaveLength(8_000_000 + 4_001)
    expect(() => parse(nested(20_000))).toThrow(NotationError)
  })
})
