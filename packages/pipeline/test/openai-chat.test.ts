import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { readRequest } from '../src/dialects.ts'
import { createPipeline, restoreTranscript } from '../src/index.ts'

const ROWS = Array.from({ length: 40 }, (_, id) => ({ id, name: `unit ${id}`, free: id % 2 === 0 }))
const RESULT = JSON.stringify({ units: ROWS }, null, 2)
const REQUEST = {
  model: 'gpt-5',
  messages: [
    { role: 'system', content: 'You keep the store house.' },
    { role: 'user', content: [{ type: 'text', text: 'Which units are free?' }] },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'list_units', arguments: '{"all":true}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'c1', content: RESULT },
  ],
}
const tokenizer = await loadTokenizer('o200k_base')

describe('an OpenAI chat request', () => {
  it('is read into labelled parts in cache order', () => {
    const read = readRequest(JSON.stringify(REQUEST))
    expect(read?.model).toBe('gpt-5')
    expect(
      read?.transcript.parts.map(({ id, role, kind, label }) => [id, role, kind, label]),
    ).toEqual([
      ['messages[0].content', 'system', 'text', 'system#1'],
      ['messages[1].content[0].text', 'user', 'text', 'user#1'],
      ['messages[2].tool_calls[0].function.arguments', 'assistant', 'opaque', 'list_units#1.in'],
      ['messages[3].content', 'tool', 'text', 'list_units#1'],
    ])
    expect(read?.transcript.parts[3]?.call).toEqual({
      name: 'list_units',
      arguments: '{"all":true}',
    })
  })

  it('leaves smaller, with every other byte in place, and is restored', () => {
    const body = new TextEncoder().encode(JSON.stringify(REQUEST, null, 1))
    const read = readRequest(body)!
    const result = createPipeline({ tokenizer, policy: { mode: 'strict' } }).run(read.transcript)
    const sent = new TextDecoder().decode(read.splice(result.parts))
    expect(result.tokensAfter).toBeLessThan(result.tokensBefore)
    expect(result.fidelity).toBe('exact')
    expect(JSON.parse(sent)).toEqual({
      ...REQUEST,
      messages: [
        ...REQUEST.messages.slice(0, 3),
        { ...REQUEST.messages[3], content: result.parts[3]!.text },
      ],
    })
    expect(restoreTranscript(result.parts).parts).toEqual(read.transcript.parts)
  })

  it('passes byte-identical below the threshold, and the report says why', () => {
    const body = new TextEncoder().encode(` ${JSON.stringify(REQUEST)}\n`)
    const read = readRequest(body)!
    const result = createPipeline({ tokenizer }).run(read.transcript)
    expect(read.splice(result.parts)).toBe(body)
    expect(result.stages[0]?.skipped).toBe('below the threshold of 4500 tokens')
  })
})
