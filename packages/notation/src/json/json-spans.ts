import { isContainer } from './json-node.ts'
import { readNodes } from './read-json.ts'
import { createScanner } from './scan-json.ts'

/** A stretch of a text that is a JSON array or object. */
export interface JsonSpan {
  readonly start: number
  readonly end: number
}

const BEGINNING = /[{[]\s{0,40}(?:["{[\d]|-\d|true|false|null)/g
const MIN_LENGTH = 60
const MAX_NODES = 200_000
/** Starts that turn out to be no JSON may cost this many times the length of the text. */
const MAX_RESCANS = 3

/** Finds JSON in prose, logs or markdown: the outermost arrays and objects of some length. Linear in time. */
export function findJsonSpans(text: string): JsonSpan[] {
  const spans: JsonSpan[] = []
  const scanner = createScanner(text, 0)
  let wasted = 0
  BEGINNING.lastIndex = 0
  for (let match = BEGINNING.exec(text); match !== null; match = BEGINNING.exec(text)) {
    scanner.moveTo(match.index)
    const node = readNodes(scanner, MAX_NODES)
    if (node !== undefined && isContainer(node)) {
      if (node.end - node.start >= MIN_LENGTH) spans.push({ start: node.start, end: node.end })
      BEGINNING.lastIndex = node.end
      continue
    }
    wasted += scanner.at() - match.index
    if (wasted > MAX_RESCANS * text.length) return spans
    BEGINNING.lastIndex = match.index + 1
  }
  return spans
}
