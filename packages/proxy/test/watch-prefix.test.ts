import { createMemoryStore, type Part, type RenderedPart, type StateStore } from '@x/pipeline'
import { describe, expect, it } from 'vitest'
import { createPrefixWatch } from '../src/compression/watch-prefix.ts'
import { createPipelineCompressor } from '../src/index.ts'
import { largeChatRequest } from './large-request.ts'

function rendered(...texts: (readonly [received: string, sent: string])[]): RenderedPart[] {
  return texts.map(([received, sent], at) => {
    const part: Part = {
      id: `${at}`,
      role: 'user',
      kind: 'text',
      label: `user#${at}`,
      text: received,
    }
    return { part, text: sent, fidelity: 'exact', tokensBefore: 1, tokensAfter: 1 }
  })
}

describe('the watch over forwarded beginnings', () => {
  it.each([
    ['the conversation goes on', rendered(['a', 'A'], ['b', 'B']), undefined],
    ['the same request comes again', rendered(['a', 'A']), undefined],
    ['the history is cut off', rendered(), undefined],
    ['the caller changed its own text', rendered(['x', 'X']), undefined],
    ['the same text goes out otherwise', rendered(['a', 'other'], ['b', 'B']), 'render'],
  ])('where %s', (_case, next, expected) => {
    const watch = createPrefixWatch()
    expect(watch.observe('c', rendered(['a', 'A']))).toBeUndefined()
    expect(watch.observe('c', next)).toBe(expected)
    expect(watch.observe('c', next)).toBeUndefined()
  })

  it('compares no two conversations', () => {
    const watch = createPrefixWatch()
    watch.observe('c', rendered(['a', 'A']))
    expect(watch.observe('d', rendered(['a', 'other']))).toBeUndefined()
  })

  it('tells what was missing, now or when the text was first sent', () => {
    const watch = createPrefixWatch()
    watch.observe('c', rendered(['a', 'A']), 'store-lost')
    expect(watch.observe('c', rendered(['a', 'B']))).toBe('store-lost')
    expect(watch.observe('c', rendered(['a', 'C']), 'stage-failed')).toBe('stage-failed')
  })

  it('holds no more than it may, by number and by length', () => {
    const few = createPrefixWatch({ maxConversations: 1 })
    const short = createPrefixWatch({ maxTextLength: 3 })
    for (const watch of [few, short]) {
      watch.observe('c', rendered(['a', 'A']))
      watch.observe('d', rendered(['a', 'A']))
      expect(watch.observe('c', rendered(['a', 'other']))).toBeUndefined()
    }
  })
})

describe('a compressor', () => {
  const job = {
    body: new TextEncoder().encode(JSON.stringify(largeChatRequest())),
    dialect: 'openai-chat',
    policy: { mode: 'strict', thresholdTokens: 0 },
  } as const

  it('says that a beginning changed because its store was lost', async () => {
    const memory = createMemoryStore({ now: () => 0 })
    const last = (await createPipelineCompressor().compress(job)).parts!.length - 1
    let isLost = false
    const store: StateStore = {
      ...memory,
      get: async () => {
        if (isLost) throw new Error('gone')
        return JSON.stringify({ verbatim: [last] })
      },
      compareAndSet: async () => {
        if (isLost) throw new Error('gone')
        return true
      },
    }
    const secret = new TextEncoder().encode('secret')
    const compressor = createPipelineCompressor({ store, secret })
    expect((await compressor.compress(job)).prefixDrift).toBeUndefined()
    isLost = true
    expect(await compressor.compress(job)).toMatchObject({
      status: 'degraded',
      prefixDrift: 'store-lost',
    })
  })

  it('sees no drift where a flag of the request changes what may be rendered', async () => {
    const compressor = createPipelineCompressor()
    const flagged = JSON.stringify({ ...largeChatRequest(), logprobs: true })
    await compressor.compress(job)
    const answer = await compressor.compress({ ...job, body: new TextEncoder().encode(flagged) })
    expect(answer.prefixDrift).toBeUndefined()
  })
})
