import { type JsonNode, memberOf, readJson } from '@x/notation/json'

/** One value of a JSON text and the JSON that takes its place. */
export interface JsonEdit {
  readonly path: readonly (string | number)[]
  readonly json: string
}

/** An edit that puts a string in place of a value. */
export function stringEdit(path: readonly (string | number)[], text: string): JsonEdit {
  return { path, json: JSON.stringify(text) }
}

/**
 * Replaces values of a JSON text by their places, so that every other byte (numbers, spacing, padding) stays as it was. An
 * edit whose place is not there changes nothing.
 */
export function spliceJson(source: string, edits: readonly JsonEdit[]): string {
  const root = edits.length === 0 ? undefined : readJson(source)
  if (root === undefined) return source
  const changes = edits
    .map(({ path, json }) => ({ node: nodeAt(root, path), json }))
    .filter((change): change is { node: JsonNode; json: string } => change.node !== undefined)
    .sort((a, b) => a.node.start - b.node.start)
  const pieces: string[] = []
  let at = 0
  for (const { node, json } of changes) {
    pieces.push(source.slice(at, node.start), json)
    at = node.end
  }
  return [...pieces, source.slice(at)].join('')
}

/** The source of the value at a path, as it is written; `undefined` without it. */
export function sourceAt(source: string, path: readonly (string | number)[]): string | undefined {
  const root = readJson(source)
  const node = root && nodeAt(root, path)
  return node && source.slice(node.start, node.end)
}

function nodeAt(root: JsonNode, path: readonly (string | number)[]): JsonNode | undefined {
  return path.reduce<JsonNode | undefined>((node, step) => {
    if (typeof step === 'string') return node && memberOf(node, step)
    return node?.kind === 'array' ? node.items[step] : undefined
  }, root)
}
