import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectMark, type JsonNode, readJson, WHITE_SPACE_STYLES, writeJson } from '../src/json.ts'

function lexed(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(lexed)
  if (node.kind !== 'object') return JSON.parse(node.raw)
  return node.keys.map((key, at) => [JSON.parse(key.raw), lexed(node.values[at]!)])
}

function pairsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pairsOf)
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value).map(([key, child]) => [key, pairsOf(child)])
}

describe('readJson', () => {
  it('reads what JSON.parse reads, for any value and any spacing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(lexed(readJson(text)!)).toEqual(pairsOf(JSON.parse(text)))
      }),
    )
  })

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.string({ maxLength: 2 }), (value, place, noise) => {
        const whole = JSON.stringify(value)
        const at = place % (whole.length + 1)
        const text = whole.slice(0, at) + noise + whole.slice(at + 1)
        expect(readJson(text) !== undefined).toBe(isJson(text))
      }),
    )
  })

  it.each(['{"a":1.0,"a":-0}', '[1e400,123456789012345678901]', '"\\u00e9\\/"', '{"2":0,"1":0}'])(
    'keeps the lexemes of %s',
    (text) => {
      expect(writeJson(readJson(text)!)).toBe(text)
    },
  )

  it('knows where each value stands', () => {
    const text = ' {"a" : [1, "b"]} '
    const node = readJson(text)!
    if (node.kind !== 'object' || node.values[0]?.kind !== 'array') throw new Error('not read')
    expect(node.values[0].items.map(({ start, end }) => text.slice(start, end))).toEqual([
      '1',
      '"b"',
    ])
    expect(text.slice(node.start, node.end)).toBe('{"a" : [1, "b"]}')
  })

  it.each(['[', '{"a":'])('reads 20,000 levels of %s', (opener) => {
    const deep = opener.repeat(20_000) + '0' + (opener === '[' ? ']' : '}').repeat(20_000)
    expect(writeJson(readJson(deep)!)).toBe(deep)
    expect(readJson(deep.slice(0, -1))).toBeUndefined()
  })

  it('refuses more values than allowed', () => {
    expect(readJson('[1,2,3]', { maxNodes: 3 })).toBeUndefined()
    expect(readJson('[1,2,3]', { maxNodes: 4 })).toBeDefined()
  })

  it('reads 50 MB of one string without hanging', () => {
    const long = `["${'a'.repeat(50_000_000)}"]`
    expect(readJson(long)?.end).toBe(long.length)
  })
})

describe('detectMark', () => {
  it.each(Object.entries(WHITE_SPACE_STYLES))('recognises its own style "%s"', (_, style) => {
    const long =
      '"e":["a long line of text that does not fit beside","another one that is long","x"]'
    const node = readJson(`{"a":[1,{"b":{}},[]],"c":{"d":1},${long}}`)!
    const text = writeJson(node, style)
    const again = readJson(text)!
    const mark = detectMark(again, text)!
    expect(writeJson(again, WHITE_SPACE_STYLES[mark.style], mark.flipped)).toBe(text)
    expect(mark.flipped.size).toBe(0)
  })

  it('records containers that deviate from the style', () => {
    const text = '{\n  "a": [1, 2],\n  "b": {\n    "c": [\n      1\n    ]\n  }\n}'
    const node = readJson(text)!
    const mark = detectMark(node, text)!
    expect(mark.flipped.size).toBeGreaterThan(0)
    expect(writeJson(node, WHITE_SPACE_STYLES[mark.style], mark.flipped)).toBe(text)
  })

  it('knows no style for mixed spacing', () => {
    const text = '{"a":1, "b" :2}'
    expect(detectMark(readJson(text)!, text)).toBeUndefined()
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
