import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRequestReader, type DialectName, readRequest } from '../src/dialects.ts'
import type { RenderedPart, Transcript } from '../src/index.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

/** Stands in for the fold: texts of a few words shrink, the same text always to the same. */
function render({ parts }: Transcript, salt = ''): RenderedPart[] {
  return parts.map((part) => {
    const isShorter = part.kind === 'text' && part.text.length % 3 !== 0
    const text = isShorter ? `<${salt}${part.text.slice(0, 4)}>` : part.text
    const fidelity = isShorter ? 'exact' : 'verbatim'
    return { part, text, fidelity, tokensBefore: 1, tokensAfter: 1 }
  })
}

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('你好 world', 'caf\u00e9', 'a "quote"\n', '\ud800 lone', '§01', ''),
)

const MESSAGES: Readonly<Record<DialectName, fc.Arbitrary<object>>> = {
  'openai-chat': fc.oneof(
    fc.record({ role: fc.constantFrom('user', 'assistant', 'system'), content: text }),
    fc.record({
      role: fc.constant('user'),
      content: fc.array(fc.record({ type: fc.constant('text'), text }), { maxLength: 3 }),
    }),
    fc.record({
      role: fc.constant('assistant'),
      content: fc.constant(null),
      tool_calls: fc.constant([
        { id: 'c1', type: 'function', function: { name: 'get', arguments: '{"a":1}' } },
      ]),
    }),
    fc.record({
      role: fc.constant('tool'),
      tool_call_id: fc.constantFrom('c1', 'c2'),
      content: text,
    }),
  ),
  anthropic: fc.oneof(
    fc.record({ role: fc.constantFrom('user', 'assistant'), content: text }),
    fc.record({
      role: fc.constant('user'),
      content: fc.array(
        fc.record({
          type: fc.constant('tool_result'),
          tool_use_id: fc.constant('t1'),
          content: text,
        }),
        { maxLength: 2 },
      ),
    }),
    fc.constant({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'tool_use', id: 't1', name: 'get', input: { a: 1.0 } },
      ],
    }),
  ),
  'openai-responses': fc.oneof(
    fc.record({ role: fc.constant('user'), content: text }),
    fc.record({
      type: fc.constant('function_call_output'),
      call_id: fc.constant('c1'),
      output: text,
    }),
    fc.constant({ type: 'function_call', call_id: 'c1', name: 'get', arguments: '{}' }),
    fc.constant({ type: 'reasoning', encrypted_content: 'x', summary: [] }),
  ),
}

/** How one client writes a body: what stands before and behind the list, and with how much space. */
interface Style {
  readonly before: string
  readonly after: string
  readonly indent: number
  readonly isAscii: boolean
}

const style: fc.Arbitrary<Style> = fc.record({
  before: fc.constantFrom(
    '',
    '"model":"gpt-4o",',
    '"tools":[{"name":"get"}],',
    '"system":"Be kind.",',
  ),
  after: fc.constantFrom(
    '',
    ',"stream":true',
    ',"tools":[{"name":"get"}]',
    ',"system":"Be kind. Be brief."',
    ',"n":1.0,"stop":["x"]',
    ',"metadata":{"z":"\\u00e9"}',
  ),
  indent: fc.constantFrom(0, 1),
  isAscii: fc.boolean(),
})

function write(
  dialect: DialectName,
  messages: readonly object[],
  how: Style,
  after = how.after,
): string {
  const key = dialect === 'openai-responses' ? 'input' : 'messages'
  const list = JSON.stringify(messages, null, how.indent)
  const body = `{${how.before}"${key}":${list}${after}}`
  if (!how.isAscii) return body
  return body.replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** One request of a client: how many messages of its history it sends, and whether it edits, or sends another tail. */
const turn = fc.record({
  length: fc.nat(8),
  edited: fc.option(fc.nat(7), { freq: 8 }),
  after: fc.option(fc.constantFrom(',"stream":false', ',"tools":[{"name":"put"}]', '', ' '), {
    freq: 6,
  }),
  salt: fc.constantFrom('', '', '', 'other '),
})

describe('a reader of growing requests', () => {
  it.each(Object.keys(MESSAGES) as DialectName[])(
    'reads and writes any sequence of requests of %s as one that remembers nothing',
    (dialect) => {
      const history = fc.array(MESSAGES[dialect], { minLength: 1, maxLength: 8 })
      fc.assert(
        fc.property(
          history,
          style,
          fc.array(turn, { minLength: 1, maxLength: 8 }),
          (all, how, turns) => {
            const reader = createRequestReader()
            for (const { length, edited, after, salt } of turns) {
              const messages = all
                .slice(0, length)
                .map((message, at) =>
                  at === edited ? { role: 'user', content: 'edited' } : message,
                )
              const body = encode(write(dialect, messages, how, after ?? how.after))
              const plain = readRequest(body, dialect)
              const read = reader.read(body, dialect)
              expect(read?.transcript).toEqual(plain?.transcript)
              expect([read?.model, read?.isStream]).toEqual([plain?.model, plain?.isStream])
              if (plain === undefined || read === undefined) continue
              const expected = plain.splice(render(plain.transcript, salt))
              expect(decode(read.splice(render(read.transcript, salt)))).toBe(decode(expected))
            }
          },
        ),
        { numRuns: 250 },
      )
    },
  )

  const message = (at: number): object => ({ role: 'user', content: `message number ${at}` })
  const bodyOf = (count: number, after = ''): Uint8Array =>
    encode(
      `{"messages":${JSON.stringify(Array.from({ length: count }, (_, at) => message(at)))}${after}}`,
    )

  it('goes on from what it knows: known parts are the very same objects', () => {
    const reader = createRequestReader()
    const first = reader.read(bodyOf(3), 'openai-chat')
    const next = reader.read(bodyOf(5), 'openai-chat')
    expect(next?.transcript.parts).toHaveLength(5)
    expect(next?.transcript.parts[2]).toBe(first?.transcript.parts[2])
  })

  it('knows nothing of another scope', () => {
    const reader = createRequestReader()
    const first = reader.read(bodyOf(3), 'openai-chat', 'a')
    const other = reader.read(bodyOf(3), 'openai-chat', 'b')
    expect(other?.transcript.parts[0]).not.toBe(first?.transcript.parts[0])
    expect(other?.transcript).toEqual(first?.transcript)
  })

  it('does not depend on what becomes of a body or of what was sent', () => {
    const reader = createRequestReader()
    const body = bodyOf(3)
    const read = reader.read(body, 'openai-chat')
    const sent = read!.splice(render(read!.transcript))
    body.fill(0)
    sent.fill(0)
    const next = reader.read(bodyOf(4), 'openai-chat')
    const plain = readRequest(bodyOf(4), 'openai-chat')
    expect(decode(next?.splice(render(next.transcript)))).toBe(
      decode(plain?.splice(render(plain.transcript))),
    )
  })

  it.each([
    ['a comma too many', '[{"role":"user","content":"message number 0"},]}'],
    [
      'a second list under the same key',
      '[{"role":"user","content":"message number 0"}],"messages":[]}',
    ],
    ['nothing more', '[{"role":"user","content":"message number 0"}'],
    ['bytes that are no text', '[{"role":"user","content":"message number 0"}],"x":"\u0000"}'],
  ])('refuses %s behind what it knows, as reading the whole does', (_case, rest) => {
    const reader = createRequestReader()
    reader.read(bodyOf(1), 'openai-chat')
    expect(reader.read(encode(`{"messages":${rest}`), 'openai-chat')).toBeUndefined()
  })

  it('refuses a part of a character', () => {
    const reader = createRequestReader()
    reader.read(bodyOf(1), 'openai-chat')
    const broken = Uint8Array.of(
      ...bodyOf(1).subarray(0, -1),
      ...encode(',"x":"'),
      0xe4,
      0xbd,
      0x22,
      0x7d,
    )
    expect(reader.read(broken, 'openai-chat')).toBeUndefined()
  })

  it('keeps no more than it may', () => {
    for (const reader of [
      createRequestReader({ maxRequests: 1 }),
      createRequestReader({ maxBytes: 150 }),
    ]) {
      const first = reader.read(bodyOf(2), 'openai-chat', 'a')
      reader.read(bodyOf(3), 'openai-chat', 'b')
      const again = reader.read(bodyOf(2), 'openai-chat', 'a')
      expect(again?.transcript.parts[0]).not.toBe(first?.transcript.parts[0])
    }
  })
})
