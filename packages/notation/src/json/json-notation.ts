import { NotationError } from '../errors.ts'
import type { Notation, NotationRenderOptions } from '../notation.ts'
import { isContainer } from './json-node.ts'
import { readJson } from './read-json.ts'
import { readValue } from './read-value.ts'
import { createScanner } from './scan-json.ts'
import { detectWhiteSpace, MINIFIED, WHITE_SPACE_STYLES, writeJson } from './white-space.ts'
import { type WriteContext, writeValue } from './write-value.ts'

const MARK = /^~(py|i2|i4|tab)?/

/** JSON with less white space, and tables where rows are alike. Grammar: `docs/notation.md`. */
export const jsonNotation: Notation = {
  name: 'json',
  probe: (text) => /^\s*[[{]/.test(text.slice(0, 4000)),
  render(text, options) {
    if (text.length > options.workLimit) return undefined
    const node = readJson(text)
    if (node === undefined || !isContainer(node) || node.end - node.start < text.length) {
      return undefined
    }
    const mark = detectWhiteSpace(node, text)
    if (mark === undefined) return undefined
    return `~${mark}${writeValue(node, createContext(options)).trimEnd()}`
  },
  parse(text, { references }) {
    const mark = MARK.exec(text)?.[0] ?? '~'
    const scanner = createScanner(text, mark.length)
    const node = readValue(scanner, references)
    if (scanner.at() !== text.length)
      throw new NotationError('something follows the value', scanner.at())
    return writeJson(node, WHITE_SPACE_STYLES[mark.slice(1)] ?? MINIFIED)
  },
}

function createContext({ counter, references }: NotationRenderOptions): WriteContext {
  const known = new Map<string, number>()
  return {
    references,
    count: (text) => counter.countTokens(text),
    meter(text) {
      const before = known.get(text)
      if (before !== undefined) return before
      const tokens = counter.countTokens(text)
      known.set(text, tokens)
      return tokens
    },
  }
}
