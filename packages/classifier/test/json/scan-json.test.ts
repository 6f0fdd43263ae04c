import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonNode, MAX_JSON_DEPTH, scanJson } from '../../src/training.ts'
import { arbitraryJson, arbitraryText } from '../arbitrary-text.ts'

/** Changes one place of a text, so that most of what comes out is nearly JSON. */
const nearlyJson = fc
  .tuple(arbitraryJson, fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\\', '1', '\n', 'tru'))
  .map(([text, place, morsel]) => {
    const at = place % (text.length + 1)
    return text.slice(0, at) + morsel + text.slice(at + 1)
  })

function isJsonContainer(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object' && JSON.parse(text) !== null
  } catch {
    return false
  }
}

function readValue(text: string, node: JsonNode): unknown {
  if (node.kind === 'object') {
    return Object.fromEntries(node.children.map((child) => [child.key, readValue(text, child)]))
  }
  if (node.kind === 'array') return node.children.map((child) => readValue(text, child))
  return JSON.parse(text.slice(node.start, node.end))
}

describe('scanJson', () => {
  it('takes what JSON.parse takes as an object or array, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryJson, nearlyJson, arbitraryText), (text) => {
        expect(scanJson(text) !== undefined).toBe(isJsonContainer(text))
      }),
      { numRuns: 500 },
    )
  })

  it('finds every value in its place', () => {
    fc.assert(
      fc.property(arbitraryJson, (text) => {
        const parsed = JSON.parse(text)
        // A member named __proto__ is no member of the object that the comparison builds.
        if (text.includes('__proto__')) return
        expect(readValue(text, scanJson(text)!)).toEqual(parsed)
      }),
    )
  })

  it('takes what is nested too deep as one value', () => {
    const depth = MAX_JSON_DEPTH + 40
    const text = `${'[1,'.repeat(depth)}"end"${']'.repeat(depth)}`
    let node = scanJson(text)!
    let found = 1
    for (; node.children.length > 0; found++) node = node.children[1]!
    expect(found).toBe(MAX_JSON_DEPTH + 1)
    expect(JSON.parse(text.slice(node.start, node.end)).at(0)).toBe(1)
  })
})
