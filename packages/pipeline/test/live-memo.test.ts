import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPipeline, type Part, type TokenCounter } from '../src/index.ts'
import { arbitraryTranscript } from './laws/arbitrary-transcript.ts'

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

/** Labels are unique in a transcript. */
function relabelled(parts: readonly Part[]): Part[] {
  return parts.map((own) => ({ ...own, label: `other.${own.label}` }))
}

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
    ['text', { ...PARTS[1]!, text: 'edited' }, {}, 3],
    ['role', { ...PARTS[1]!, role: 'user' as const }, {}, 3],
    ['label', { ...PARTS[1]!, label: 'open#1' }, {}, 3],
    ['scope', PARTS[1]!, { scope: 'other tenant' }, 4],
  ])('are not those of another %s', (_, second, options, looked) => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, policy: { mode: 'strict' } })
    pipeline.run({ parts: PARTS.slice(0, 2) })
    pipeline.run({ parts: [PARTS[0]!, second] }, options)
    expect(counter.looked()).toBe(looked)
  })

  it('are not those of a request that forbids other things', () => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, policy: { mode: 'strict' } })
    pipeline.run({ parts: PARTS })
    pipeline.run({ parts: PARTS, restrictions: { noAliases: true } })
    expect(counter.looked()).toBe(8)
  })

  it('stay where the beginning of a remembered transcript comes again, and while a fork is forgotten', () => {
    const counter = counting()
    const pipeline = createPipeline({
      ...counter,
      policy: { mode: 'strict' },
      rememberedPrefixes: 2,
    })
    const end = (text: string) => ({ parts: [...PARTS.slice(0, 3), part(3, text)] })
    pipeline.run({ parts: PARTS })
    pipeline.run(end('a second end'))
    pipeline.run({ parts: PARTS.slice(0, 1) })
    pipeline.run({ parts: PARTS })
    expect(counter.looked()).toBe(5)
    pipeline.run(end('a third end'))
    expect(counter.looked()).toBe(6)
    pipeline.run(end('a second end'))
    expect(counter.looked()).toBe(7)
  })

  it('are shared: the same history with another last message pays for that message', () => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, policy: { mode: 'strict' } })
    pipeline.run({ parts: PARTS })
    pipeline.run({ parts: [...PARTS.slice(0, 3), part(3, 'another end')] })
    pipeline.run({ parts: PARTS.slice(0, 2) })
    pipeline.run({ parts: PARTS })
    expect(counter.looked()).toBe(5)
  })

  it('go by transcript, the least recently used first', () => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, rememberedPrefixes: 1 })
    pipeline.run({ parts: PARTS })
    pipeline.run({ parts: [part(0, 'another conversation')] })
    pipeline.run({ parts: PARTS })
    expect(counter.looked()).toBe(9)
  })

  it('never change a result, in whatever order branches of a conversation come', () => {
    fc.assert(
      fc.property(
        arbitraryTranscript,
        arbitraryTranscript,
        fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 2, maxLength: 6 }),
        (one, other, turns) => {
          const options = { tokenizer, policy: { mode: 'strict' } } as const
          const pipeline = createPipeline(options)
          for (const [turn, isFork] of turns) {
            const { length } = one.parts
            const kept = one.parts.slice(0, 1 + (turn % Math.max(1, length)))
            const tail = isFork ? relabelled(other.parts.slice(0, 2)) : []
            const transcript = { ...one, parts: [...kept, ...tail] }
            const fresh = createPipeline({ ...options, rememberedPrefixes: 0 }).run(transcript)
            expect(pipeline.run(transcript).parts).toEqual(fresh.parts)
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('can be turned off', () => {
    const counter = counting()
    const pipeline = createPipeline({ ...counter, rememberedPrefixes: 0 })
    pipeline.run({ parts: PARTS })
    pipeline.run({ parts: PARTS })
    expect(counter.looked()).toBe(8)
  })
})
