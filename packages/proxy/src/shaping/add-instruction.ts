import { type JsonNode, memberOf, stringValue } from '@x/notation/json'
import type { DialectName } from '../wire/providers.ts'

/** Text that goes into a JSON source at an offset, in place of nothing. */
export interface JsonInsertion {
  readonly at: number
  readonly text: string
}

/**
 * Where an instruction stands in a request: behind the system text that is there, as a system text of its own where there
 * is none. `undefined` where the request has a system text of another shape.
 */
export function instructionInsertion(
  root: JsonNode,
  dialect: DialectName,
  instruction: string,
): JsonInsertion | undefined {
  return PLACES[dialect](root, instruction)
}

type Place = (root: JsonNode, instruction: string) => JsonInsertion | undefined

const PLACES: Readonly<Record<DialectName, Place>> = {
  'openai-chat': (root, instruction) => {
    const messages = memberOf(root, 'messages')
    if (messages?.kind !== 'array') return undefined
    const system = messages.items.find((message) =>
      ['system', 'developer'].includes(textOf(memberOf(message, 'role')) ?? ''),
    )
    if (system !== undefined) return behind(memberOf(system, 'content'), instruction)
    const message = JSON.stringify({ role: 'system', content: instruction })
    const separator = messages.items.length === 0 ? '' : ','
    return { at: messages.start + 1, text: `${message}${separator}` }
  },
  'openai-responses': (root, instruction) => inField(root, 'instructions', instruction),
  anthropic: (root, instruction) => inField(root, 'system', instruction),
}

function inField(root: JsonNode, name: string, instruction: string): JsonInsertion | undefined {
  const field = memberOf(root, name)
  if (field !== undefined) return behind(field, instruction)
  return { at: root.start + 1, text: `"${name}":${JSON.stringify(instruction)},` }
}

/** Into the string, or into the last text block: the number of blocks stays the caller's. */
function behind(content: JsonNode | undefined, instruction: string): JsonInsertion | undefined {
  if (content?.kind === 'string') {
    const text = JSON.stringify(`\n\n${instruction}`).slice(1, -1)
    return { at: content.end - 1, text }
  }
  if (content?.kind !== 'array') return undefined
  const last = content.items
    .filter((block) => textOf(memberOf(block, 'type')) === 'text')
    .map((block) => memberOf(block, 'text'))
    .at(-1)
  return last?.kind === 'string' ? behind(last, instruction) : undefined
}

/** The text of a string node. */
export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? stringValue(node) : undefined
}
