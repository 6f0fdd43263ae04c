import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { readDocument, readRequest, restoreDocument } from '../src/dialects.ts'
import {
  createPipeline,
  type PipelineResult,
  type Policy,
  removeDuplicates,
  restoreTranscript,
} from '../src/index.ts'

const tokenizer = await loadTokenizer('o200k_base')
const STRICT: Policy = { mode: 'strict', minPartTokens: 0 }

interface Message {
  readonly role: string
  readonly content: unknown
  readonly [field: string]: unknown
}

function send(messages: readonly Message[], policy: Policy = STRICT) {
  const read = readRequest(JSON.stringify({ messages }))
  if (read === undefined) throw new Error('not read')
  const result = createPipeline({ tokenizer, policy }).run(read.transcript)
  const sent = JSON.parse(new TextDecoder().decode(read.splice(result.parts))).messages as Message[]
  expect(restoreTranscript(result.parts).parts).toEqual(read.transcript.parts)
  return { result, sent }
}

function call(id: string, name: string, args: string): Message {
  const calls = [{ id, type: 'function', function: { name, arguments: args } }]
  return { role: 'assistant', content: null, tool_calls: calls }
}

const user = (content: unknown): Message => ({ role: 'user', content })
const assistant = (content: unknown): Message => ({ role: 'assistant', content })
const tool = (id: string, content: string): Message => ({ role: 'tool', tool_call_id: id, content })
const CODE = [
  'export function settle(order: Order, prices: PriceList): Money {',
  '  const lines = order.lines.filter((line) => !line.cancelled)',
  '  if (lines.length === 0) throw new RangeError("nothing to settle")',
  '  let sum = Money.zero(order.currency)',
  '  for (const { article, count } of lines) sum = sum.plus(prices.of(article).times(count))',
  '  return order.coupon ? sum.minus(order.coupon.worth(sum)) : sum',
  '}',
].join('\n')
const ROWS = JSON.stringify(
  Array.from({ length: 60 }, (_, id) => ({ id, name: `unit ${id}`, state: 'ok', hall: 'north' })),
)

describe('duplicate messages', () => {
  const seed = [
    user(`Here is the code:\n${CODE}`),
    assistant("I'll review it."),
    user(`Here is the code:\n${CODE}`),
    user('Now fix line 42.'),
  ]

  it('tp-dedup-seed: four messages leave, the first copy whole, the second as a reference', () => {
    const { sent } = send(seed)
    expect(sent).toHaveLength(4)
    expect(sent[0]).toEqual(seed[0])
    expect(sent[2]!.content).toBe('~\n[a=user#1]')
    expect(sent[3]).toEqual(seed[3])
  })

  it('tp-dedup-seed: three messages leave where removal is asked for, and the result says so', () => {
    const { transcript } = readRequest(JSON.stringify({ messages: seed }))!
    const pipeline = createPipeline({ tokenizer, policy: STRICT, hooks: [removeDuplicates] })
    const result = pipeline.run(transcript)
    expect(result.parts.map(({ part }) => part.id)).toEqual([
      'messages[0].content',
      'messages[1].content',
      'messages[3].content',
    ])
    expect(result).toMatchObject({ fidelity: 'lossy', breaksPrefix: true })
  })

  const steps = [
    user('continue'),
    assistant('step 1 done'),
    user('continue'),
    assistant('step 2 done'),
    user('continue'),
  ]

  it('tp-dedup-continue: all five leave, also where removal is asked for', () => {
    expect(send(steps).sent).toEqual(steps)
    const { transcript } = readRequest(JSON.stringify({ messages: steps }))!
    expect(removeDuplicates(transcript).parts).toEqual(transcript.parts)
  })

  it('tp-dedup-roles: equal texts of two roles are no duplicates', () => {
    const messages = [user('Hello'), assistant('Hello'), user('Hello?')]
    expect(send(messages).sent).toEqual(messages)
    const { transcript } = readRequest(JSON.stringify({ messages }))!
    expect(removeDuplicates(transcript).parts).toHaveLength(3)
  })

  const calls = [
    call('a', 'ls', '{"path":"."}'),
    tool('a', 'ok'),
    call('b', 'rm', '{"path":"x"}'),
    tool('b', 'ok'),
  ]

  it('tp-dedup-tools: call and result pairs are whole, in place and in removal', () => {
    expect(send(calls).sent).toEqual(calls)
    const { transcript } = readRequest(JSON.stringify({ messages: calls }))!
    expect(removeDuplicates(transcript).parts).toEqual(transcript.parts)
  })

  it.each([
    ['no message', []],
    ['one message', [user('Hello')]],
    [
      'blocks',
      [
        user([{ type: 'text', text: 'Hello 你好 \u{1f389}' }]),
        assistant('x'),
        user('Hello 你好 \u{1f389}'),
      ],
    ],
    [
      'unknown fields',
      [
        { ...user('Hi'), metadata: { at: 123 } },
        { ...user('Hi'), metadata: { at: 124 } },
      ],
    ],
  ])('tp-dedup-misc: %s', (_, messages) => {
    expect(send(messages).sent).toEqual(messages)
  })

  it('tp-dedup-misc: neither the form of the content nor other fields hide a duplicate', () => {
    const messages = [
      { ...user([{ type: 'text', text: CODE }]), metadata: { at: 123 } },
      assistant('Seen.'),
      { ...user(CODE), metadata: { at: 124 } },
    ]
    expect(send(messages).sent[2]).toEqual({ ...messages[2], content: '~\n[a=user#1]' })
  })
})

describe('what is sent', () => {
  it.each([' {"messages" : [ ] }\n', JSON.stringify({ messages: [user('x')] }), 'no json at all'])(
    'tp-bytes: %j leaves byte-identical where nothing wins',
    (body) => {
      const bytes = new TextEncoder().encode(body)
      const read = readRequest(bytes)
      const parts = read && createPipeline({ tokenizer }).run(read.transcript).parts
      expect(read?.splice(parts!) ?? bytes).toEqual(bytes)
    },
  )

  it('tp-strict: compresses below the threshold, hybrid does not', () => {
    const messages = [call('a', 'list', '{}'), tool('a', ROWS)]
    expect(send(messages, { mode: 'strict' }).result.savings).toBeGreaterThan(0.3)
    expect(send(messages).result.savings).toBeGreaterThan(0.3)
    expect(send(messages, {}).result.tokensAfter).toBe(send(messages, {}).result.tokensBefore)
  })

  it('tp-instruction: a text of an earlier request is never replaced by a tag', () => {
    const pipeline = createPipeline({ tokenizer, policy: STRICT })
    const { transcript } = readRequest(JSON.stringify({ messages: [user(CODE)] }))!
    const first = pipeline.run(transcript)
    const second = pipeline.run(structuredClone(transcript))
    expect(second.parts).toEqual(first.parts)
    expect(restoreTranscript(second.parts).parts[0]!.text).toBe(CODE)
  })

  it('kw-prefix-stable and kw-nosession: each turn begins with the bytes of the one before', () => {
    const turns = [1, 2, 3, 4].flatMap((turn) => [
      user(`Show hall ${turn}.`),
      call(`c${turn}`, 'list', '{}'),
      tool(`c${turn}`, ROWS.replaceAll('north', `hall ${turn}`)),
      assistant(`Hall ${turn} has free units.`),
    ])
    let before: Message[] = []
    for (let count = 1; count <= turns.length; count += 1) {
      const { sent } = send(turns.slice(0, count))
      expect(sent.slice(0, before.length)).toEqual(before)
      before = sent
    }
  })

  it('kw-self-contained: every alias and every reference is explained in the same request', () => {
    const url = 'https://store.example/halls/north/shelves/upper/units/'
    const first = `Open ${url} today.\nThen look whether anybody else has ${url} open, please.`
    const second = `In the evening close ${url} and tell the keeper of the hall.`
    const { result } = send([user(first), assistant('ok'), user(second)])
    const used = result.parts.flatMap(({ text }) => text.match(/(?<!\[)\$[a-z]/g) ?? [])
    const defined = result.parts.flatMap(({ text }) => text.match(/(?<=\[)\$[a-z](?==)/g) ?? [])
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((alias) => !defined.includes(alias))).toEqual([])
  })

  it('kw-tool-fields and kw-schema-key: unknown fields and keys survive', () => {
    const message = { ...call('a', 'list', '{}'), reasoning_content: 'r', x: { é: 1, ok: 2 } }
    const answer = { ...tool('a', ROWS), name: 'list', extra: [1, '\u00e9'] }
    const { sent } = send([message, answer])
    expect(sent[0]).toEqual(message)
    expect({ ...sent[1], content: ROWS }).toEqual(answer)
    expect(sent[1]!.content).not.toBe(ROWS)
  })

  it.each([
    ['kw-comment-prose', 'Please fix bug #123 from Bob, see also #456'],
    ['kw-comment-url', 'let me see https://example.com/a and https://example.com/b'],
    ['kw-comment-template', 'const u = `http://x.com/y`; // c'],
    [
      'tp-first-sentence',
      'Sure. The cause is in pool.py line 88; do NOT restart node 7 before draining it.',
    ],
    ['cc-negation', 'You should not restart node 7 before draining it.'],
    ['cc-string-literal', 's = "a  #  b"'],
  ])('%s: prose and code leave as they are', (_, text) => {
    expect(send([user(text)]).sent[0]!.content).toBe(text)
  })

  it('cc-json-root: a list below the root is found', () => {
    const { sent } = send([call('a', 'list', '{}'), tool('a', `{"data":${ROWS}}`)])
    expect(sent[1]!.content).not.toContain('"name"')
  })

  it('cc-json-determinism: equal lists leave in equal bytes', () => {
    const texts = [0, 1].map(() => send([tool('a', ROWS)]).sent[0]!.content)
    expect(texts[0]).toBe(texts[1])
  })
})

describe('a lone document', () => {
  function dryRun(source: string): { result: PipelineResult; output: string } {
    const document = readDocument(source)
    const result = createPipeline({ tokenizer, policy: STRICT }).run(document.transcript)
    return { result, output: document.splice(result.parts) }
  }

  it.each([['{"a":1}'], [ROWS], ['[]'], [''], ['1'], [JSON.stringify({ a: 'x'.repeat(500) })]])(
    'tp-dryrun: counts of %.20j add up',
    (source) => {
      const { result, output } = dryRun(source)
      expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore)
      expect(result.tokensAfter).toBe(tokenizer.countTokens(output))
      expect(result.savings).toBeGreaterThanOrEqual(0)
      expect(result.savings).toBeLessThanOrEqual(1)
      expect(result.fidelity === 'verbatim').toBe(output === source)
    },
  )

  it('cc-dpkg: a package log loses no line', () => {
    const log = Array.from(
      { length: 300 },
      (_, at) =>
        `2026-03-0${1 + (at % 9)} 10:${String(at % 60).padStart(2, '0')}:07 status installed lib${at}:amd64 1.${at}`,
    ).join('\n')
    const { result, output } = dryRun(log)
    expect(result.savings).toBeGreaterThan(0.2)
    expect(restoreDocument(output)).toBe(log)
  })

  it.each(['~', '~~', '~\nx', '~\n[=read#1]', '~#2\na', '~~~py{"a":1}', '~{"a":1}', '[$a=b] $a'])(
    'that looks rendered, %j, is restored',
    (source) => {
      expect(restoreDocument(dryRun(source).output)).toBe(source)
    },
  )
})
