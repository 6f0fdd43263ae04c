import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { type DialectName, readRequest } from '../src/dialects.ts'
import { createPipeline } from '../src/index.ts'

const tokenizer = await loadTokenizer('o200k_base')
const ROWS = JSON.stringify(
  Array.from({ length: 30 }, (_, id) => ({ id, name: `unit ${id}`, free: id % 2 === 0 })),
  null,
  2,
)

function read(body: unknown, dialect?: DialectName) {
  const found = readRequest(typeof body === 'string' ? body : JSON.stringify(body), dialect)
  if (found === undefined) throw new Error('not read')
  return found
}

function outline(body: unknown, dialect?: DialectName) {
  return read(body, dialect).transcript.parts.map(
    ({ id, role, kind, label }) => `${label} ${role} ${kind} ${id}`,
  )
}

describe('the Anthropic dialect', () => {
  const messages = [
    { role: 'user', content: 'Free units?' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'I look.', signature: 'c2ln' },
        { type: 'text', text: 'I look it up.' },
        { type: 'tool_use', id: 't1', name: 'list_units', input: { all: true } },
      ],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 't1',
          content: [
            { type: 'text', text: ROWS },
            { type: 'image', source: { type: 'base64' } },
          ],
          cache_control: { type: 'ephemeral' },
        },
        { type: 'text', text: 'Well?' },
      ],
    },
  ]
  const body = {
    messages,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    tools: [{ name: 'list_units', input_schema: { type: 'object' } }],
    model: 'claude-sonnet-4-5',
  }

  it('reads tools, system and messages in cache order, whatever the order of bytes', () => {
    expect(outline(body)).toEqual([
      'tools#1 tools opaque tools',
      'system#1 system text system[0].text',
      'user#1 user text messages[0].content',
      'assistant#1.1 assistant opaque messages[1].content[0].thinking',
      'assistant#1.2 assistant opaque messages[1].content[1].text',
      'list_units#1.in assistant opaque messages[1].content[2].input',
      'list_units#1.1 tool text messages[2].content[0].content[0].text',
      'user#2.2 user text messages[2].content[1].text',
    ])
  })

  it('changes the result text and nothing else', () => {
    const source = JSON.stringify(body)
    const found = read(source)
    const result = createPipeline({ tokenizer, policy: { mode: 'strict' } }).run(found.transcript)
    const sent = JSON.parse(new TextDecoder().decode(found.splice(result.parts)))
    const text = sent.messages[2].content[0].content[0].text
    expect(text).not.toBe(ROWS)
    sent.messages[2].content[0].content[0].text = ROWS
    expect(JSON.stringify(sent)).toBe(source)
  })

  it('seals what it cannot read', () => {
    const parts = read({
      system: '',
      messages: [{ role: 'assistant', content: [{ type: 'redacted_thinking', data: 'eA==' }] }],
    }).transcript.parts
    expect(parts.at(-1)).toMatchObject({ kind: 'opaque', isSealed: true, text: '' })
  })
})

describe('the Responses dialect', () => {
  const body = {
    model: 'gpt-5',
    instructions: 'Be brief.',
    store: false,
    input: [
      { role: 'user', content: 'Free units?' },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
      { type: 'function_call', call_id: 'c1', name: 'list_units', arguments: '{"all":true}' },
      { type: 'function_call_output', call_id: 'c1', output: ROWS },
      {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'None.', annotations: [] }],
      },
      { type: 'web_search_call', id: 'ws_1', action: { query: 'units' } },
    ],
  }

  it('reads instructions and items', () => {
    expect(outline(body)).toEqual([
      'system#1 system text instructions',
      'user#1 user text input[0].content',
      'reasoning#1 assistant opaque input[1].summary',
      'reasoning#1.2 assistant opaque input[1].encrypted_content',
      'list_units#1.in assistant opaque input[2].arguments',
      'list_units#1 tool text input[3].output',
      'assistant#1 assistant text input[4].content[0].text',
    ])
  })

  it('reads a lone input text', () => {
    expect(outline({ model: 'gpt-5', input: 'hello' })).toEqual(['user#1 user text input'])
  })
})

describe('request flags', () => {
  const chat = { messages: [{ role: 'user', content: 'x' }] }
  it.each([
    [
      { ...chat, stop: ['END'] },
      { noAliases: true, noOutputAliases: true },
    ],
    [{ ...chat, stop: null }, {}],
    [
      { ...chat, logprobs: true },
      { noAliases: true, noOutputAliases: true },
    ],
    [{ ...chat, logprobs: false }, {}],
    [
      { ...chat, response_format: { type: 'json_object' } },
      { noOutputAliases: true, noInsertions: true },
    ],
    [{ ...chat, response_format: { type: 'text' } }, {}],
    [
      { ...chat, prediction: { type: 'content', content: 'x' } },
      { noOutputAliases: true, noInsertions: true },
    ],
    [{ ...chat, system: 's', context_management: { edits: [] } }, { selfContained: true }],
    [
      { ...chat, system: 's', stop_sequences: ['x'] },
      { noAliases: true, noOutputAliases: true },
    ],
    [
      { input: 'x', previous_response_id: 'resp_1' },
      { selfContained: true, noOutputAliases: true },
    ],
    [{ input: 'x', truncation: 'auto', store: false }, { selfContained: true }],
    [
      { input: 'x', store: false, include: ['message.output_text.logprobs'] },
      { noAliases: true, noOutputAliases: true },
    ],
    [{ input: 'x', store: false, include: ['reasoning.encrypted_content'] }, {}],
    [
      { input: 'x', store: false, text: { format: { type: 'json_schema' } } },
      { noOutputAliases: true, noInsertions: true },
    ],
  ])('reads %j', (body, restrictions) => {
    expect(read(body).transcript.restrictions).toEqual(restrictions)
  })
})

describe('what cannot be rewritten safely', () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000)
  it.each([
    ['no JSON', 'hello'],
    ['truncated JSON', '{"messages":[{"role":"user","content":"x"}'],
    ['an array', '[]'],
    ['a byte order mark', '\ufeff{"messages":[]}'],
    ['another shape', '{"prompt":"x"}'],
    ['a doubled list of messages', '{"messages":[],"messages":[]}'],
    ['a doubled content', '{"messages":[{"role":"user","content":"a","content":"b"}]}'],
    ['raw NUL in a string', '{"messages":[{"role":"user","content":"\0"}]}'],
  ])('%s is not read', (_, body) => {
    expect(readRequest(body)).toBeUndefined()
  })

  it('bytes that are no UTF-8 are not read', () => {
    const body = new TextEncoder().encode('{"messages":[{"role":"user","content":"?"}]}')
    body[body.indexOf(0x3f)] = 0xff
    expect(readRequest(body)).toBeUndefined()
  })

  it('unknown fields may be 20,000 deep', () => {
    const source = `{"messages":[{"role":"user","content":"x"}],"metadata":${deep}}`
    const found = read(source)
    expect(new TextDecoder().decode(found.splice([]))).toBe(source)
  })

  it('a lone surrogate, odd numbers and doubled keys elsewhere stay as written', () => {
    const rest =
      '"a":1.0,"a":-0,"b":1e400,"c":12345678901234567890,"2":0,"1":0,"d":"\\ud800\\/\\u00e9"'
    const source = `{${rest},"messages":[{"role":"tool","tool_call_id":"x","content":${JSON.stringify(ROWS)}}]}`
    const found = read(source)
    const result = createPipeline({ tokenizer, policy: { mode: 'strict' } }).run(found.transcript)
    const sent = new TextDecoder().decode(found.splice(result.parts))
    expect(sent.length).toBeLessThan(source.length)
    expect(
      sent.startsWith(`{${rest},"messages":[{"role":"tool","tool_call_id":"x","content":"`),
    ).toBe(true)
  })

  it('unknown roles and blocks are no parts', () => {
    expect(
      outline({
        messages: [
          { role: 'critic', content: 'x' },
          { role: 'user', content: [{ type: 'input_audio', text: 'x' }, 7, null] },
          'text',
          { role: 'user' },
        ],
      }),
    ).toEqual([])
  })
})
