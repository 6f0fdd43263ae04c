import { isContainer, type JsonArray, type JsonNode } from './json-node.ts'
import { readJson } from './read-json.ts'

const MAX_DOCUMENTS = 200_000

/** Reads several documents, one after the other with a line break between them, as the items of an array. */
export function readDocuments(text: string, first: JsonNode): JsonArray | undefined {
  const items: JsonNode[] = [first]
  let end = first.end
  while (text[end] === '\n' && (text[end + 1] === '{' || text[end + 1] === '[')) {
    const next = readJson(text, { start: end + 1, prefix: true })
    if (next === undefined || !isContainer(next) || items.length === MAX_DOCUMENTS) return undefined
    items.push(next)
    end = next.end
  }
  return items.length > 1 ? { kind: 'array', items, start: first.start, end } : undefined
}
