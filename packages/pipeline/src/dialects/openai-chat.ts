import type { JsonNode, JsonObject } from '@x/notation/json'
import type { Restrictions } from '../transcript.ts'
import {
  type Collector,
  createCollector,
  type Dialect,
  isSet,
  member,
  type RequestReading,
  roleOf,
  textOf,
} from './reading.ts'

/** `POST /v1/chat/completions`. */
export const openaiChat: Dialect = {
  name: 'openai-chat',
  fits: (root) => member(root, 'messages')?.kind === 'array',
  isLikely: () => true,
  read(root, source, before): RequestReading {
    const collector = createCollector(source, before)
    for (const key of ['tools', 'functions']) {
      const tools = member(root, key)
      if (tools !== undefined) {
        collector.opaque({ id: key, role: 'tools', label: collector.label(key) }, tools)
      }
    }
    const list = member(root, 'messages')
    const soFar = collector.messages(list, 'messages', (message, path) =>
      readMessage(message, path, collector),
    )
    return {
      model: textOf(member(root, 'model')),
      parts: collector.parts,
      restrictions: restrictionsOf(root),
      list,
      soFar,
    }
  },
}

function readMessage(message: JsonNode, path: string, collector: Collector): void {
  const role = roleOf(member(message, 'role'))
  if (role === undefined) return
  const called = collector.calledBy(textOf(member(message, 'tool_call_id')))
  const calls = member(message, 'tool_calls')
  const isCaller = calls?.kind === 'array' && calls.items.length > 0
  const content = member(message, 'content')
  const shared = { role, ...(called === undefined ? {} : { call: called.call }) }
  const label = (): string => called?.label ?? collector.label(role)
  if (content?.kind === 'string') {
    const part = { ...shared, id: `${path}.content`, label: label() }
    // Text beside tool calls is the model's own line before it acts: never touched.
    if (isCaller) collector.opaque(part, content)
    else collector.text(part, content)
  } else if (content?.kind === 'array') {
    const part = { ...shared, id: `${path}.content`, label: label() }
    collector.blocks(content.items, part, ['text'], isCaller)
  }
  if (calls?.kind === 'array') readCalls(calls.items, path, collector)
}

function readCalls(calls: readonly JsonNode[], path: string, collector: Collector): void {
  calls.forEach((call, at) => {
    const body = member(call, 'function') ?? member(call, 'custom')
    const name = textOf(member(body, 'name')) ?? 'tool'
    const args = member(body, 'arguments') ?? member(body, 'input')
    const label = collector.call(textOf(member(call, 'id')), {
      name,
      arguments: textOf(args) ?? '',
    })
    if (args === undefined) return
    const id = `${path}.tool_calls[${at}].function.arguments`
    collector.opaque({ id, role: 'assistant', label: `${label}.in` }, args)
  })
}

/** Table of the request fields that switch stages off. */
function restrictionsOf(root: JsonObject): Restrictions {
  const format = textOf(member(member(root, 'response_format'), 'type'))
  const isJson = format !== undefined && format !== 'text'
  const hasStop = isSet(root, 'stop')
  const hasLogprobs = isSet(root, 'logprobs') || isSet(root, 'top_logprobs')
  return {
    ...(hasStop || hasLogprobs ? { noAliases: true } : {}),
    ...(hasStop || hasLogprobs || isJson || isSet(root, 'prediction')
      ? { noOutputAliases: true }
      : {}),
    ...(isJson || isSet(root, 'prediction') ? { noInsertions: true } : {}),
  }
}
