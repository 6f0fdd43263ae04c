import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { createPipeline, type Part, type TokenCounter } from '../src/index.ts'

const tokenizer = await loadTokenizer('o200k_base')

function part(at: number, text: string): Part {
  const id = `messages[${at}].content`
  return { id, role: 'tool', kind: 'text', label: `read#${at + 1}`, text }
}

/** Counts how many texts are looked at. */
function counting(): { readonly tokenizer: TokenCounter; looked(): number } {
  let count = 0
  const countTokens = (text: string): number => {
    count += 1
    return tokenizer.countTokens(text)
  }
  return { tokenizer: { countTokens }, looked: () => count }
}

const PARTS = ['one text', 'another text', 'a third text', 'the last text'].map((text, at) =>
  part(at, text),
)

describe('remembered prefixes', () => {
  it('make a longer request pay for its new parts only', () => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, policy: { mode: 'strict' } })
    pipeline.run({ parts: PARTS.slice(0, 3) })
    const before = counter.looked()
    pipeline.run({ parts: structuredClone(PARTS) })
    expect(before).toBe(3)
    expect(counter.looked()).toBe(4)
  })

  it('answer with the parts of this request, whatever their ids', () => {
    const pipeline = createPipeline({ tokenizer, policy: { mode: 'strict' } })
    pipeline.run({ parts: PARTS })
    const renamed = PARTS.map((own) => ({ ...own, id: `other ${own.id}` }))
    expect(pipeline.run({ parts: renamed }).parts.map((rendered) => rendered.part)).toEqual(renamed)
  })

  it.each([
    ['text', { ...PARTS[1]!, text: 'edited' }, {}],
    ['role', { ...PARTS[1]!, role: 'user' as const }, {}],
    ['label', { ...PARTS[1]!, label: 'open#1' }, {}],
    ['scope', PARTS[1]!, { scope: 'other tenant' }],
  ])('are not those of another %s', (_, second, options) => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, policy: { mode: 'strict' } })
    pipeline.run({ parts: PARTS.slice(0, 2) })
    pipeline.run({ parts: [PARTS[0]!, second] }, options)
    expect(counter.looked()).toBe(4)
  })

  it('can be turned off', () => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, rememberedPrefixes: 0 })
    pipeline.run({ parts: PARTS })
    pipeline.run({ parts: PARTS })
    expect(counter.looked()).toBe(8)
  })
})
