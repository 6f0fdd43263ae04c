import type { JsonNode, JsonObject } from '@x/notation/json'
import type { Restrictions } from '../transcript.ts'
import {
  type Collector,
  createCollector,
  type Dialect,
  isSet,
  isTied,
  member,
  type RequestReading,
  roleOf,
  textOf,
} from './reading.ts'

/** `POST /v1/messages`. */
export const anthropic: Dialect = {
  name: 'anthropic',
  fits: (root) => member(root, 'messages')?.kind === 'array',
  isLikely(root) {
    const isAnthropic = ['system', 'anthropic_version', 'stop_sequences', 'thinking', 'top_k']
    return isAnthropic.some((key) => member(root, key) !== undefined) || hasOwnBlocks(root)
  },
  read(root, source, before): RequestReading {
    const collector = createCollector(source, before)
    const tools = member(root, 'tools')
    if (tools !== undefined) {
      collector.opaque({ id: 'tools', role: 'tools', label: collector.label('tools') }, tools)
    }
    readSystem(member(root, 'system'), collector)
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

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : []
}

const OWN_BLOCKS: ReadonlySet<string> = new Set(['tool_result', 'tool_use', 'thinking'])

/** Without any key of its own a request is told by the blocks that only this dialect has. */
function hasOwnBlocks(root: JsonObject): boolean {
  return itemsOf(member(root, 'messages')).some((message) =>
    itemsOf(member(message, 'content')).some((block) =>
      OWN_BLOCKS.has(textOf(member(block, 'type')) ?? ''),
    ),
  )
}

function readSystem(system: JsonNode | undefined, collector: Collector): void {
  if (system === undefined) return
  const part = { id: 'system', role: 'system' as const, label: collector.label('system') }
  if (system.kind === 'string') collector.text(part, system)
  else collector.blocks(itemsOf(system), part, ['text'])
}

function readMessage(message: JsonNode, path: string, collector: Collector): void {
  const role = roleOf(member(message, 'role'))
  if (role === undefined) return
  const content = member(message, 'content')
  const label = collector.label(role)
  if (content?.kind === 'string') collector.text({ id: `${path}.content`, role, label }, content)
  const blocks = itemsOf(content)
  const types = blocks.map((block) => textOf(member(block, 'type')) ?? '')
  // A message that holds thinking is signed as a whole: nothing in it may change.
  const isSigned = types.some((type) => type === 'thinking' || type === 'redacted_thinking')
  blocks.forEach((block, at) => {
    const id = `${path}.content[${at}]`
    const part = { id, role, label: blocks.length === 1 ? label : `${label}.${at + 1}` }
    readBlock(types[at]!, block, part, isSigned, collector)
  })
}

type PartHead = Parameters<Collector['text']>[0]
type BlockReader = (
  block: JsonNode,
  part: PartHead,
  collector: Collector,
  isSigned: boolean,
) => void

/** How each type of block is read; types that are not here hold no text, or none of ours. */
const READERS: Readonly<Record<string, BlockReader>> = {
  text: readTextBlock,
  thinking(block, part, collector) {
    const text = member(block, 'thinking')
    if (text !== undefined) collector.opaque({ ...part, id: `${part.id}.thinking` }, text)
  },
  redacted_thinking: (_, part, collector) => collector.sealed(part),
  tool_result: readToolResult,
  tool_use: readToolUse,
  server_tool_use: readToolUse,
  search_result: (block, part, collector) => collector.opaque(part, block),
  document: readDocument,
}

function readBlock(
  type: string,
  block: JsonNode,
  part: PartHead,
  isSigned: boolean,
  collector: Collector,
): void {
  if (Object.hasOwn(READERS, type)) READERS[type]!(block, part, collector, isSigned)
  else if (type.endsWith('_tool_result')) collector.sealed(part)
}

function readTextBlock(
  block: JsonNode,
  part: PartHead,
  collector: Collector,
  isSigned: boolean,
): void {
  const text = member(block, 'text')
  if (text?.kind !== 'string') return
  const placed = { ...part, id: `${part.id}.text` }
  if (isSigned || isTied(block)) collector.opaque(placed, text)
  else collector.text(placed, text)
}

function readToolResult(block: JsonNode, part: PartHead, collector: Collector): void {
  const called = collector.calledBy(textOf(member(block, 'tool_use_id')))
  const result = {
    id: `${part.id}.content`,
    role: 'tool' as const,
    label: called?.label ?? collector.label('tool'),
    ...(called === undefined ? {} : { call: called.call }),
  }
  const content = member(block, 'content')
  if (content?.kind === 'string') collector.text(result, content)
  else collector.blocks(itemsOf(content), result, ['text'])
}

function readToolUse(block: JsonNode, part: PartHead, collector: Collector): void {
  const input = member(block, 'input')
  const name = textOf(member(block, 'name')) ?? 'tool'
  const label = collector.call(textOf(member(block, 'id')), {
    name,
    arguments: input === undefined ? '' : collector.sourceOf(input),
  })
  if (input === undefined) return
  collector.opaque({ ...part, id: `${part.id}.input`, label: `${label}.in` }, input)
}

/** A document of plain text is counted; a file in base64 is no text. */
function readDocument(block: JsonNode, part: PartHead, collector: Collector): void {
  const source = member(block, 'source')
  const data = member(source, 'data')
  if (textOf(member(source, 'type')) === 'text' && data !== undefined) {
    collector.opaque({ ...part, id: `${part.id}.source.data` }, data)
  }
}

/** Table of the request fields that switch stages off. */
function restrictionsOf(root: JsonObject): Restrictions {
  const hasStop = isSet(root, 'stop_sequences')
  const isJson =
    member(member(root, 'output_config'), 'format') !== undefined ||
    member(root, 'output_format') !== undefined
  return {
    ...(member(root, 'context_management')?.kind === 'object' ? { selfContained: true } : {}),
    ...(hasStop ? { noAliases: true } : {}),
    ...(hasStop || isJson ? { noOutputAliases: true } : {}),
    ...(isJson ? { noInsertions: true } : {}),
  }
}
