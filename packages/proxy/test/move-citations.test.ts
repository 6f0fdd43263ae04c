import { expand } from '@x/dictionary'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citationEdits } from '../src/restore/move-citations.ts'
import { openLanes } from '../src/restore/open-lanes.ts'
import { createEventRestorer, restoreAnswer } from '../src/restore/restore-answer.ts'
import { parseSseEvent, renderSseEvent } from '../src/sse/sse-event.ts'

const ALIASES = [
  { alias: '§01', phrase: 'transaction_status_code' },
  { alias: '§012', phrase: 'a long line' },
  { alias: '$a', phrase: 'src/very/long/path.ts' },
]
const open = openLanes(ALIASES)

/** The cited words, by code points. */
const cut = (text: string, start: number, end: number): string =>
  Array.from(text).slice(start, end).join('')

function moved(text: string, start: number, end: number): readonly [number, number] {
  const citation = { type: 'url_citation', start_index: start, end_index: end }
  const edits = citationEdits([citation], ['a'], { kind: 'text', text }, open)
  const at = (field: string, index: number): number =>
    Number(edits.find(({ path }) => path.at(-1) === field)?.json ?? index)
  return [at('start_index', start), at('end_index', end)]
}

const word = fc.constantFrom('§01', '§012', '$a', '§', 'x', ' ', '\u{1f600}', 'é', '"', '0', '2')

describe('positions of citations', () => {
  it('cover the restored form of what they covered, for any text and any cut between its words', () => {
    const words = fc.array(word, { maxLength: 12 })
    fc.assert(
      fc.property(words, words, words, (before, cited, after) => {
        const [head, middle, tail] = [before, cited, after].map((list) => list.join('')) as [
          string,
          string,
          string,
        ]
        const text = head + middle + tail
        const whole = expand(text, ALIASES)
        // Words that make another alias together are no cut between words.
        fc.pre(expand(head, ALIASES) + expand(middle, ALIASES) + expand(tail, ALIASES) === whole)
        fc.pre(expand(head, ALIASES) + expand(middle + tail, ALIASES) === whole)
        const start = Array.from(head).length
        const [from, to] = moved(text, start, start + Array.from(middle).length)
        expect(cut(whole, from, to)).toBe(expand(middle, ALIASES))
      }),
      { numRuns: 500 },
    )
  })

  it('move out of an alias that they cut, to its near end', () => {
    const [from, to] = moved('see §012 now', 5, 6)
    expect(cut(expand('see §012 now', ALIASES), from, to)).toBe('a long line')
  })

  it('stay where nothing before them was restored, and move with what was', () => {
    expect(moved('plain text', 2, 5)).toEqual([2, 5])
    expect(moved('ab $a', 0, 2)).toEqual([0, 2])
    expect(moved('$a', 7, 9)).toEqual([26, 28])
  })
})

const citation = {
  type: 'url_citation',
  url: 'https://a.test',
  title: 't',
  start_index: 4,
  end_index: 9,
}
const TEXT = 'see §01: done'
const RESTORED = 'see transaction_status_code: done'
const MOVED = { ...citation, start_index: 4, end_index: 29 }

describe('an answer with citations', () => {
  it('of a chat completion is right as a whole', () => {
    const annotation = { type: 'url_citation', url_citation: citation }
    const message = { content: TEXT, annotations: [annotation] }
    const source = JSON.stringify({ choices: [{ index: 0, message }] })
    const { choices } = JSON.parse(restoreAnswer(source, 'openai-chat', open, 'text'))
    expect(choices[0].message).toEqual({
      content: RESTORED,
      annotations: [{ type: 'url_citation', url_citation: MOVED }],
    })
  })

  it('of a chat completion is right as a stream', () => {
    const restorer = createEventRestorer('openai-chat', open, 'text')
    const deltas = [{ content: 'see §' }, { content: '01: done' }, { annotations: [citation] }]
    const out = deltas.flatMap((delta) =>
      restorer.rewrite(
        parseSseEvent(renderSseEvent('', JSON.stringify({ choices: [{ index: 0, delta }] }))),
      ),
    )
    const last = JSON.parse(parseSseEvent(out.at(-1)!).data ?? '')
    expect(last.choices[0].delta.annotations).toEqual([MOVED])
  })

  it('of a Response is right in the event that adds it and in every snapshot', () => {
    const restorer = createEventRestorer('openai-responses', open, 'text')
    const place = { item_id: 'm', output_index: 0, content_index: 0 }
    const part = { type: 'output_text', text: TEXT, annotations: [citation] }
    const item = { type: 'message', id: 'm', content: [part] }
    const events = [
      { type: 'response.output_text.delta', ...place, delta: 'see §0' },
      { type: 'response.output_text.delta', ...place, delta: '1: done' },
      {
        type: 'response.output_text.annotation.added',
        ...place,
        annotation_index: 0,
        annotation: citation,
      },
      { type: 'response.output_text.done', ...place, text: TEXT },
      { type: 'response.content_part.done', ...place, part },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { output: [item] } },
    ].map((event, at) => ({ ...event, sequence_number: at }))
    const out = events
      .flatMap((event) =>
        restorer.rewrite(parseSseEvent(renderSseEvent('', JSON.stringify(event)))),
      )
      .map((raw) => JSON.parse(parseSseEvent(raw).data ?? ''))
    const restored = { ...part, text: RESTORED, annotations: [MOVED] }
    expect(out[2].annotation).toEqual(MOVED)
    expect(out[4].part).toEqual(restored)
    expect(out[5].item.content).toEqual([restored])
    expect(out[6].response.output[0].content).toEqual([restored])
  })

  it('of a Response is right as a whole', () => {
    const part = { type: 'output_text', text: TEXT, annotations: [citation] }
    const source = JSON.stringify({ output: [{ type: 'message', content: [part] }] })
    const { output } = JSON.parse(restoreAnswer(source, 'openai-responses', open, 'text'))
    expect(output[0].content).toEqual([{ ...part, text: RESTORED, annotations: [MOVED] }])
  })
})
