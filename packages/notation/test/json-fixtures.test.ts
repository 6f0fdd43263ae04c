import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { parse, render } from '../src/index.ts'
import fixtures from './fixtures/json.json' with { type: 'json' }

const counter = await loadTokenizer('o200k_base')

describe('JSON as a model sees it', () => {
  it.each(fixtures)('$name', ({ input, output }) => {
    const rendering = render(input, { counter })
    expect(rendering?.text).toBe(output)
    expect(parse(output)).toBe(input)
    expect(rendering?.tokensAfter).toBe(counter.countTokens(output))
    expect(rendering?.tokensBefore).toBe(counter.countTokens(input))
  })
})
