import type { JsonNode, JsonObject } from '@x/notation/json'
import type { Restrictions, Role } from '../transcript.ts'
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

/** `POST /v1/responses`. */
export const openaiResponses: Dialect = {
  name: 'openai-responses',
  fits: (root) => {
    const input = member(root, 'input')
    return (input?.kind === 'array' || input?.kind === 'string') && !member(root, 'messages')
  },
  isLikely: () => true,
  read(root, source, before): RequestReading {
    const collector = createCollector(source, before)
    const tools = member(root, 'tools')
    if (tools !== undefined) {
      collector.opaque({ id: 'tools', role: 'tools', label: collector.label('tools') }, tools)
    }
    readText(member(root, 'instructions'), 'instructions', 'system', collector)
    const input = member(root, 'input')
    readText(input, 'input', 'user', collector)
    const soFar = collector.messages(input, 'input', (item, path) =>
      readItem(item, path, collector),
    )
    return {
      model: textOf(member(root, 'model')),
      parts: collector.parts,
      restrictions: restrictionsOf(root),
      list: input,
      soFar,
    }
  },
}

function readText(node: JsonNode | undefined, id: string, role: Role, collector: Collector): void {
  if (node?.kind === 'string') collector.text({ id, role, label: collector.label(role) }, node)
}

/** Where the items that answer a call keep their text. */
const OUTPUTS: ReadonlySet<string> = new Set([
  'function_call_output',
  'local_shell_call_output',
  'shell_call_output',
  'apply_patch_call_output',
  'custom_tool_call_output',
])

/** Where the items that call a tool keep what was asked. */
const CALLS: Readonly<Record<string, string>> = {
  function_call: 'arguments',
  custom_tool_call: 'input',
  local_shell_call: 'action',
  shell_call: 'action',
  apply_patch_call: 'operation',
  mcp_call: 'arguments',
}

function readItem(item: JsonNode, path: string, collector: Collector): void {
  const type = textOf(member(item, 'type')) ?? 'message'
  if (type === 'message') readMessage(item, path, collector)
  else if (OUTPUTS.has(type)) readOutput(item, path, collector)
  else if (Object.hasOwn(CALLS, type)) readCall(item, type, path, collector)
  else if (type === 'reasoning' || type.startsWith('compaction')) {
    readReasoning(item, path, collector)
  }
}

function readMessage(item: JsonNode, path: string, collector: Collector): void {
  const role = roleOf(member(item, 'role'))
  if (role === undefined) return
  const label = collector.label(role)
  const content = member(item, 'content')
  if (content?.kind === 'string') collector.text({ id: `${path}.content`, role, label }, content)
  if (content?.kind !== 'array') return
  collector.blocks(content.items, { id: `${path}.content`, role, label }, [
    'input_text',
    'output_text',
    'text',
  ])
}

function readOutput(item: JsonNode, path: string, collector: Collector): void {
  const called = collector.calledBy(textOf(member(item, 'call_id')))
  const part = {
    id: `${path}.output`,
    role: 'tool' as const,
    label: called?.label ?? collector.label('tool'),
    ...(called === undefined ? {} : { call: called.call }),
  }
  const output = member(item, 'output')
  if (output?.kind === 'string') collector.text(part, output)
  else if (output?.kind === 'array') collector.blocks(output.items, part, ['input_text', 'text'])
}

function readCall(item: JsonNode, type: string, path: string, collector: Collector): void {
  const field = CALLS[type]!
  const asked = member(item, field)
  const name = textOf(member(item, 'name')) ?? type
  const id = textOf(member(item, 'call_id')) ?? textOf(member(item, 'id'))
  const label = collector.call(id, { name, arguments: textOf(asked) ?? '' })
  if (asked === undefined) return
  collector.opaque({ id: `${path}.${field}`, role: 'assistant', label: `${label}.in` }, asked)
}

/** A sealed item cannot be scanned for what it says: its text stays empty, and the part says so. */
function readReasoning(item: JsonNode, path: string, collector: Collector): void {
  const label = collector.label('reasoning')
  const summary = member(item, 'summary')
  if (summary !== undefined) {
    collector.opaque({ id: `${path}.summary`, role: 'assistant', label }, summary)
  }
  if (isSealed(item)) {
    collector.sealed({ id: `${path}.encrypted_content`, role: 'assistant', label: `${label}.2` })
  }
}

function isSealed(item: JsonNode): boolean {
  return member(item, 'encrypted_content')?.kind === 'string'
}

/** Table of the request fields that switch stages off. */
function restrictionsOf(root: JsonObject): Restrictions {
  const format = textOf(member(member(member(root, 'text'), 'format'), 'type'))
  const isJson = format !== undefined && format !== 'text'
  const isHeldByServer = ['previous_response_id', 'conversation', 'context_management'].some(
    (key) => textOf(member(root, key)) !== undefined || isSet(root, key),
  )
  const dropsHistory = isHeldByServer || textOf(member(root, 'truncation')) === 'auto'
  const hasLogprobs = isSet(root, 'top_logprobs') || includesLogprobs(member(root, 'include'))
  const isStored = textOf(member(root, 'store')) !== undefined || !isFalse(member(root, 'store'))
  return {
    ...(dropsHistory ? { selfContained: true } : {}),
    ...(hasLogprobs ? { noAliases: true } : {}),
    ...(hasLogprobs || isJson || isStored ? { noOutputAliases: true } : {}),
    ...(isJson ? { noInsertions: true } : {}),
  }
}

/** Responses asks for them in the list of what else to include. */
function includesLogprobs(include: JsonNode | undefined): boolean {
  return (
    include?.kind === 'array' && include.items.some((item) => textOf(item)?.endsWith('.logprobs'))
  )
}

function isFalse(node: JsonNode | undefined): boolean {
  return node?.kind === 'literal' && node.raw === 'false'
}
