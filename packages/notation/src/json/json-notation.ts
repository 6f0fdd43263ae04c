import { NotationError } from '../errors.ts'
import type { Notation, NotationRenderOptions } from '../notation.ts'
import { detectMark, isMarked, readMark, writeMark } from './json-mark.ts'
import { isContainer } from './json-node.ts'
import { readJson } from './read-json.ts'
import { readValue } from './read-value.ts'
import { createScanner } from './scan-json.ts'
import { WHITE_SPACE_STYLES, writeJson } from './white-space.ts'
import { type WriteContext, writeValue } from './write-value.ts'

/** JSON with less white space, and tables where rows are alike. Grammar: `docs/notation.md`. */
export const jsonNotation: Notation = {
  name: 'json',
  probe: (text) => /^\s{0,16}[[{]/.test(text.slice(0, 20)),
  render(text, options) {
    if (text.length > options.workLimit) return undefined
    const node = readJson(text)
    if (node === undefined || !isContainer(node)) return undefined
    const mark = detectMark(node, text)
    if (mark === undefined) return undefined
    const value = writeValue(node, createContext(options))
    const after = text.slice(node.end)
    // A table ends with a line break, which the end of the text can stand for.
    const body = after === '' && value.endsWith('\n') ? value.slice(0, -1) : value
    const rendered = writeMark(mark) + text.slice(0, node.start) + body + after
    return isMarked(rendered) ? rendered : undefined
  },
  parse(text, { references }) {
    const { style, flipped, end } = readMark(text)
    const scanner = createScanner(text, end)
    scanner.skipSpace()
    const before = text.slice(end, scanner.at())
    const node = readValue(scanner, references)
    const after = text.slice(scanner.at())
    if (/[^ \t\r\n]/.test(after))
      throw new NotationError('something follows the value', scanner.at())
    return before + writeJson(node, WHITE_SPACE_STYLES[style], flipped) + after
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
