import { NotationError } from '../errors.ts'
import type { Notation, NotationRenderOptions } from '../notation.ts'
import { respell } from './escapes.ts'
import { readMark } from './json-mark.ts'
import { readJsonText, readRendered, writeRendered } from './json-text.ts'
import { readValue } from './read-value.ts'
import { createScanner } from './scan-json.ts'
import { type WriteContext, writeValue } from './write-value.ts'

/** JSON with less white space, and tables where rows are alike. Grammar: `docs/notation.md`. */
export const jsonNotation: Notation = {
  name: 'json',
  probe: (text) => /^\s{0,16}[[{]/.test(text.slice(0, 20)),
  render(text, options) {
    if (text.length > options.workLimit) return undefined
    const json = readJsonText(text)
    if (json === undefined) return undefined
    const value = writeValue(json.node, createContext(options))
    // A table ends with a line break, which the end of the text can stand for.
    const isOpen = json.after === '' && value.endsWith('\n')
    return writeRendered(json, isOpen ? value.slice(0, -1) : value)
  },
  parse(text, { references }) {
    const scanner = createScanner(text, 0)
    const original = readRendered(scanner, (at) => readValue(at, references))
    const after = text.slice(scanner.at())
    if (/[^ \t\r\n]/.test(after)) {
      throw new NotationError('something follows the value', scanner.at())
    }
    return original + respell(after, readMark(text, 0).letters)
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
