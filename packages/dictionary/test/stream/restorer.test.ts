import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRestorer, type Definition, expand, type LaneKind } from '../../src/index.ts'

const DEFINITIONS: readonly Definition[] = [
  { alias: '@01', phrase: 'the "quoted"\nphrase' },
  { alias: '§1', phrase: 'one §12 @01' },
  { alias: '§12', phrase: 'twelve' },
  { alias: '$a', phrase: 'C:\\temp\\$a' },
  { alias: '$ab', phrase: '中文' },
  { alias: '►', phrase: '\ud83d\ude00' },
  { alias: '\ud83d\ude80', phrase: 'rocket' },
  { alias: '<<x>>', phrase: 'angle' },
]

const PIECES = [
  ...DEFINITIONS.map(({ alias }) => alias),
  '§123',
  '@0',
  '@',
  '§',
  '$',
  '<<x>',
  '<',
  '$a$ab',
  '\ud83d',
  '\ude80',
  '\ude00',
  ' ',
  'b',
  '7',
  '"',
  '\\',
  'word',
]

const text = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 30 })
  .map((pieces) => pieces.join(''))

/** Plainly: at each place the longest alias that ends a word, or one unit as it is. */
function plainExpand(source: string): string {
  const longestFirst = [...DEFINITIONS].sort((a, b) => b.alias.length - a.alias.length)
  let out = ''
  for (let at = 0; at < source.length; ) {
    const found = longestFirst.find(
      ({ alias }) =>
        source.startsWith(alias, at) &&
        !(/\w$/.test(alias) && /^[\p{L}\p{N}_]/u.test(source.slice(at + alias.length))),
    )
    out += found?.phrase ?? source[at]
    at += found?.alias.length ?? 1
  }
  return out
}

function cut(source: string, places: readonly number[]): string[] {
  const cuts = [0, ...places.map((place) => place % (source.length + 1)), source.length]
  cuts.sort((a, b) => a - b)
  return cuts.slice(1).map((end, at) => source.slice(cuts[at], end))
}

function stream(chunks: readonly string[], lane: LaneKind): string {
  const restorer = createRestorer(DEFINITIONS, { lane })
  const out = chunks.map((chunk) => restorer.push(chunk))
  return out.join('') + restorer.flush()
}

const chunked = fc.tuple(text, fc.array(fc.nat(), { maxLength: 8 }))

describe('text lane', () => {
  it('restores leftmost-longest and never reads again what it put in', () => {
    expect(expand('§1 §12 §123 $a $ab $abc', DEFINITIONS)).toBe(
      'one §12 @01 twelve §123 C:\\temp\\$a 中文 $abc',
    )
  })

  it('agrees with the plain way', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(expand(source, DEFINITIONS)).toBe(plainExpand(source))
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same for every cutting of the stream', () => {
    fc.assert(
      fc.property(chunked, ([source, places]) => {
        expect(stream(cut(source, places), 'text')).toBe(expand(source, DEFINITIONS))
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['see @01.', 'see §12.', 'x \ud83d\ude80 y', '§1'])(
    'restores %j at every single cut',
    (source) => {
      for (let at = 0; at <= source.length; at += 1) {
        expect(stream([source.slice(0, at), source.slice(at)], 'text')).toBe(plainExpand(source))
      }
      expect(
        stream(
          [...Array(source.length).keys()].map((at) => source[at]!),
          'text',
        ),
      ).toBe(plainExpand(source))
    },
  )

  it('holds back exactly the longest tail that may become an alias', () => {
    const restorer = createRestorer(DEFINITIONS)
    expect(restorer.push('a §1 b')).toBe('a one §12 @01 b')
    expect(restorer.push('a')).toBe('a')
    expect(restorer.push('@0')).toBe('')
    expect(restorer.heldLength).toBe(2)
    expect(restorer.push('2<')).toBe('@02')
    expect(restorer.heldLength).toBe(1)
    expect(restorer.push('<x>z')).toBe('<<x>z')
    expect(restorer.heldLength).toBe(0)
  })

  it('holds no more than the longest alias, and cuts no surrogate pair', () => {
    fc.assert(
      fc.property(chunked, ([source, places]) => {
        const restorer = createRestorer(DEFINITIONS)
        let last = ''
        for (const chunk of cut(source, places)) {
          const out = restorer.push(chunk)
          expect(restorer.heldLength).toBeLessThanOrEqual(5)
          expect(last + out.slice(0, 1)).not.toMatch(/^[\ud800-\udbff][\udc00-\udfff]$/)
          last = out.slice(-1) || last
        }
      }),
      { numRuns: 300 },
    )
  })

  it('waits for nothing without aliases but half of a pair', () => {
    const restorer = createRestorer([])
    expect(restorer.push('§01 @01 $a\ud83d')).toBe('§01 @01 $a')
    expect(restorer.push('\ude00')).toBe('\ud83d\ude00')
    expect(restorer.flush()).toBe('')
  })

  it('counts what it restored', () => {
    const restorer = createRestorer(DEFINITIONS)
    restorer.push('§12 and @0')
    restorer.push('1, §12')
    restorer.flush()
    expect([...restorer.hits]).toEqual([
      ['§12', 2],
      ['@01', 1],
    ])
  })

  it.each([
    ['empty', [{ alias: '', phrase: 'x' }]],
    [
      'defined twice',
      [
        { alias: '$a', phrase: 'x' },
        { alias: '$a', phrase: 'y' },
      ],
    ],
  ])('refuses an alias that is %s', (_, definitions) => {
    expect(() => createRestorer(definitions)).toThrow(RangeError)
  })
})

describe('json lane', () => {
  it('restores inside strings only, escaped', () => {
    const source = '{"a":"@01","§1":§1,"p":"$a"} @01'
    expect(expand(source, DEFINITIONS, { lane: 'json' })).toBe(
      '{"a":"the \\"quoted\\"\\nphrase","one §12 @01":§1,"p":"C:\\\\temp\\\\$a"} @01',
    )
  })

  it('understands escapes, and is not fooled by an escaped backslash', () => {
    expect(expand('"\\u00a712 \\u00A712 \\\\u00a712"', DEFINITIONS, { lane: 'json' })).toBe(
      '"twelve twelve \\\\u00a712"',
    )
    expect(expand('"\\u005c$a \\ud83d\\ude80"', DEFINITIONS, { lane: 'json' })).toBe(
      '"\\u005cC:\\\\temp\\\\$a rocket"',
    )
  })

  it('does to every string what the text lane does to its value', () => {
    fc.assert(
      fc.property(fc.array(text), fc.boolean(), (values, isAscii) => {
        const written = JSON.stringify(values)
        const source = isAscii ? written.replace(/[^\0-\x7f]/g, escapeUnit) : written
        const out = expand(source, DEFINITIONS, { lane: 'json' })
        expect(JSON.parse(out)).toEqual(values.map(plainExpand))
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same for every cutting of the stream, JSON or not', () => {
    const written = fc.oneof(
      fc.array(text).map((values) => JSON.stringify(values)),
      fc.array(text).map((values) => JSON.stringify(values).replace(/[^\0-\x7f]/g, escapeUnit)),
      text,
      fc
        .array(fc.constantFrom('"', '\\', '\\u', '00', 'a7', '12', '\\u00a7', '@01', '\\"', 'u'))
        .map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(written, fc.array(fc.nat(), { maxLength: 8 }), (source, places) => {
        expect(stream(cut(source, places), 'json')).toBe(
          expand(source, DEFINITIONS, { lane: 'json' }),
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('changes nothing without aliases, JSON or not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        expect(expand(source, [], { lane: 'json' })).toBe(source)
      }),
      { numRuns: 300 },
    )
  })
})

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
