import { expand } from '@x/dictionary'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DialectName } from '../src/index.ts'
import { openLanes } from '../src/restore/open-lanes.ts'
import { createEventRestorer, restoreAnswer } from '../src/restore/restore-answer.ts'
import { parseSseEvent, renderSseEvent } from '../src/sse/sse-event.ts'

const ALIASES = [
  { alias: '§01', phrase: 'transaction_status_code' },
  { alias: '§012', phrase: 'a "quoted"\nline' },
  { alias: '$a', phrase: 'src/very/long/path.ts' },
]
const open = openLanes(ALIASES)

const decoder = new TextDecoder()

/** Sends events through a restorer and hands back their JSON. */
function rewrite(dialect: DialectName, events: readonly object[]): Record<string, unknown>[] {
  const restorer = createEventRestorer(dialect, open, 'text')
  const sent = events.flatMap((event) =>
    restorer.rewrite(parseSseEvent(renderSseEvent('', JSON.stringify(event)))),
  )
  return [...sent, ...restorer.flush()].map((raw) => JSON.parse(parseSseEvent(raw).data ?? ''))
}

const text = fc
  .array(fc.constantFrom('§', '0', '1', '2', '$', 'a', ' ', '\\', '"', 'é', '\ud83d\ude00', 'x'), {
    maxLength: 40,
  })
  .map((pieces) => pieces.join(''))

/** A text and places where it is cut; a cut may fall inside a surrogate pair. */
const pieces = fc.tuple(text, fc.array(fc.nat(40))).map(([whole, cuts]) => {
  const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length]
  places.sort((a, b) => a - b)
  return places.slice(1).map((end, at) => whole.slice(places[at], end))
})

describe('restoring a stream', () => {
  it('gives for any cuts what restoring the whole gives, for every choice of its own', () => {
    fc.assert(
      fc.property(pieces, pieces, (left, right) => {
        const events = Array.from({ length: Math.max(left.length, right.length) }, (_, at) => ({
          choices: [left, right].map((side, index) => ({
            index,
            delta: { content: side[at] ?? '' },
            finish_reason: null,
          })),
        }))
        const last = [0, 1].map((index) => ({ index, delta: {}, finish_reason: 'stop' }))
        const out = rewrite('openai-chat', [...events, { choices: last }])
        for (const [index, side] of [left, right].entries()) {
          const choices = out.flatMap(
            ({ choices }) => choices as { index: number; delta: { content?: string } }[],
          )
          const joined = choices
            .filter((choice) => choice.index === index)
            .map(({ delta }) => delta.content ?? '')
            .join('')
          expect(joined).toBe(expand(side.join(''), ALIASES))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('sends what is held in a Response as one more delta, and moves the later numbers up', () => {
    const place = { item_id: 'm', output_index: 0, content_index: 0 }
    const out = rewrite('openai-responses', [
      { type: 'response.output_text.delta', sequence_number: 3, ...place, delta: 'a §0' },
      { type: 'response.output_text.done', sequence_number: 4, ...place, text: 'a §0' },
      { type: 'response.completed', sequence_number: 5, response: { output: [] } },
    ])
    expect(out).toMatchObject([
      { sequence_number: 3, delta: 'a ' },
      { type: 'response.output_text.delta', sequence_number: 4, delta: '§0', item_id: 'm' },
      { type: 'response.output_text.done', sequence_number: 5, text: 'a §0' },
      { sequence_number: 6 },
    ])
  })

  it('leaves an event that holds no alias in its own bytes', () => {
    const raw = new TextEncoder().encode(
      'id: 7\ndata: {"choices":[{"index":0,"delta":{"content":"no\\u0061lias"}}],"n":1.0}\n\n',
    )
    const restorer = createEventRestorer('openai-chat', open, 'text')
    expect(restorer.rewrite(parseSseEvent(raw))).toEqual([raw])
  })

  it('keeps every other byte of an event that holds one', () => {
    const raw = new TextEncoder().encode(
      'id: 7\ndata: {"big":12345678901234567890,"choices":[{"index":0,"delta":{"content":"$a!"}}],"n":1.0}   \n\n',
    )
    const [sent] = createEventRestorer('openai-chat', open, 'text').rewrite(parseSseEvent(raw))
    const expected = decoder
      .decode(raw)
      .replace('$a', 'src/very/long/path.ts')
      .replace('   \n', '\n')
    expect(decoder.decode(sent).trimEnd()).toBe(expected.trimEnd())
  })
})

describe('restoring a whole answer', () => {
  it('escapes what it puts into the arguments of a call', () => {
    const message = {
      content: '$a',
      tool_calls: [{ id: '$a', function: { name: '$a', arguments: '{"k":"§012 "}' } }],
    }
    const source = JSON.stringify({ choices: [{ index: 0, message }] })
    const { choices } = JSON.parse(restoreAnswer(source, 'openai-chat', open, 'text'))
    const [call] = choices[0].message.tool_calls
    expect(choices[0].message.content).toBe('src/very/long/path.ts')
    expect(JSON.parse(call.function.arguments)).toEqual({ k: 'a "quoted"\nline ' })
    expect([call.id, call.function.name]).toEqual(['$a', '$a'])
  })

  it('restores text and tool input of a message, and leaves thinking alone', () => {
    const content = [
      { type: 'thinking', thinking: '§01', signature: '§01' },
      { type: 'text', text: 'see §01.' },
      { type: 'tool_use', id: 't', name: 'n', input: { path: '$a', deep: [{ x: '§01' }] } },
    ]
    const source = JSON.stringify({ type: 'message', content })
    const restored = JSON.parse(restoreAnswer(source, 'anthropic', open, 'text'))
    expect(restored.content).toEqual([
      content[0],
      { type: 'text', text: 'see transaction_status_code.' },
      {
        ...content[2],
        input: { path: 'src/very/long/path.ts', deep: [{ x: 'transaction_status_code' }] },
      },
    ])
  })
})
