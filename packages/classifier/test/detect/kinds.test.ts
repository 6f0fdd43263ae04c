import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/index.ts'

interface Sample {
  readonly kind: string
  readonly form: string
  readonly language?: string
  readonly text: string
}

const SAMPLES: readonly Sample[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/kinds.json'), 'utf8'),
)

function textOf(kind: string, form: string): string {
  const sample = SAMPLES.find((one) => one.kind === kind && one.form === form)
  if (sample === undefined) throw new Error(`no sample ${kind}: ${form}`)
  return sample.text
}

/** Kind and text of each span. */
function stretches(text: string): ReadonlyArray<readonly [string, string]> {
  return detect(text).spans.map(({ kind, start, end }) => [kind, text.slice(start, end)])
}

const anySample = fc.constantFrom(...SAMPLES.map(({ text }) => text))
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.oneof(anySample, fc.string(), fc.constant('\n```\n')), { maxLength: 6 })
    .map((some) => some.join('\n')),
)

describe('detect', () => {
  it.each(SAMPLES)('tells $kind: $form', ({ kind, language, text }) => {
    const found = detect(text)
    expect(found.kind).toBe(kind)
    if (language !== undefined) expect(found.language).toBe(language)
  })

  it.each(SAMPLES)('tells $kind: $form, with Windows line ends', ({ kind, text }) => {
    expect(detect(text.replaceAll('\n', '\r\n')).kind).toBe(kind)
  })

  it('tiles any text with spans, neighbours of which differ', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { spans, confidence } = detect(text)
        let at = 0
        for (const { start, end } of spans) {
          expect(start).toBe(at)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(at).toBe(text.length)
        for (const [index, span] of spans.entries()) {
          const next = spans[index + 1]
          if (next?.kind === span.kind) expect(next.language).not.toBe(span.language)
        }
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('answers the same for the same text, whatever was asked in between', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const first = detect(text)
        detect(other)
        expect(detect(text)).toEqual(first)
      }),
    )
  })

  it('knows nothing of the empty text', () => {
    expect(detect('')).toEqual({ kind: 'prose', confidence: 0, spans: [] })
  })

  it('keeps prose with a fence inside prose, and tells what the fence holds', () => {
    const text = textOf('prose', 'a fence inside')
    const [body] = stretches(text).filter(([kind]) => kind === 'code')
    expect(detect(text).kind).toBe('prose')
    expect(body?.[1]).toBe('queuectl list --state stuck\n')
  })

  it.each([
    ['python', 'code', 'def close(gate):\n    return gate.down()\n'],
    ['diff', 'diff', '@@ -1,2 +1,2 @@\n a\n-b\n+c\n'],
    ['json', 'json_api', '{"gate": "north", "closed": true}\n'],
  ])('tells a fence that says %s', (info, kind, body) => {
    const text = `Before the fence stands a sentence, as it does in most answers of a model.\n\n\`\`\`${info}\n${body}\`\`\`\n\nAfter it stands another one, so that the whole remains what it was before.\n`
    expect(stretches(text)).toContainEqual([kind, body])
    expect(detect(text).kind).toBe('prose')
  })

  it('tells a text that begins inside a fence', () => {
    const text = `const a = read()\nconst b = a.map((x) => x + 1)\n\`\`\`\n\nThat was the first way, and it is the one which most people choose for small lists.\n\n\`\`\`js\nfor (const x of a) b.push(x + 1)\n\`\`\`\n`
    expect(stretches(text)[0]).toEqual([
      'code',
      'const a = read()\nconst b = a.map((x) => x + 1)\n',
    ])
  })

  it.each([
    [
      ['prose', 'a paragraph'],
      ['json_api', 'pretty object'],
    ],
    [
      ['json_api', 'pretty object'],
      ['stack_trace', 'java'],
    ],
    [
      ['table', 'csv'],
      ['log', 'iso stamps'],
    ],
    [
      ['diff', 'unified'],
      ['prose', 'a paragraph'],
    ],
    [
      ['a11y_tree', 'plain snapshot'],
      ['code', 'python'],
    ],
    [
      ['listing', 'find'],
      ['chat', 'irc with clock'],
    ],
  ] as const)('finds the seam between %j and %j', (left, right) => {
    const first = textOf(left[0], left[1])
    const second = textOf(right[0], right[1])
    const text = `${first}\n\n${second}`
    const { spans } = detect(text)
    expect(spans.map(({ kind }) => kind)).toEqual([left[0], right[0]])
    expect(Math.abs((spans[0]?.end ?? 0) - first.length)).toBeLessThanOrEqual(2)
  })

  it('calls a text without a clear majority mixed', () => {
    const text = `${textOf('prose', 'a paragraph')}\n\n${textOf('stack_trace', 'rust')}`
    expect(detect(text).kind).toBe('mixed')
  })

  it.each([
    ['json_api', 'minified rows'],
    ['log', 'iso stamps'],
    ['code', 'go'],
    ['prose', 'a paragraph'],
    ['table', 'csv'],
    ['diff', 'git show'],
  ])('tells a long text of kind %s from slices of it', (kind, form) => {
    const text = `${textOf(kind, form)}\n`.repeat(800)
    const { kind: found, spans } = detect(text)
    expect([found, spans[0]?.start, spans.at(-1)?.end]).toEqual([kind, 0, text.length])
  })

  it.each([
    ['opening brackets', '['.repeat(100_000)],
    ['opening objects on lines of their own', '{\n'.repeat(50_000)],
    ['quotes', '"'.repeat(100_000)],
    ['escapes', '\\"'.repeat(50_000)],
    ['fences', '```\n'.repeat(30_000)],
    ['blank lines', '\n'.repeat(100_000)],
    ['one long word', 'a'.repeat(100_000)],
    ['dots and colons', '.:'.repeat(50_000)],
    ['blanks', ' '.repeat(100_000)],
    ['attributes without end', `<a ${'b="c" '.repeat(20_000)}`],
    ['lone surrogates', '\ud800'.repeat(10_000)],
  ])('reads %s to the end', (_, text) => {
    expect(detect(text).spans.at(-1)?.end).toBe(text.length)
  })
})
