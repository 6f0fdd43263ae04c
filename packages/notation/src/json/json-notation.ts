import { NotationError } from '../errors.ts'
import type { Notation } from '../notation.ts'
import { respell } from './escapes.ts'
import { createWriteContext } from './json-context.ts'
import { readMark } from './json-mark.ts'
import { readJsonText, readRendered, writeRendered } from './json-text.ts'
import { hasSortedKeys } from './key-order.ts'
import { readValue } from './read-value.ts'
import { createScanner } from './scan-json.ts'
import { isBestAsTexts } from './texts-only.ts'
import { writeJson } from './white-space.ts'
import { writeValue } from './write-value.ts'

/** JSON with less white space, and tables where rows are alike. Grammar: `docs/notation.md`. */
export const jsonNotation: Notation = {
  name: 'json',
  probe: (text) => /^\s{0,16}[[{]/.test(text.slice(0, 20)),
  render(text, options) {
    if (text.length > options.workLimit) return undefined
    const read = readJsonText(text)
    if (read === undefined) return undefined
    if (options.level === 'minified') return writeRendered(read, writeJson(read.node))
    const isText = isBestAsTexts(read.node)
    const keyOrder = { isSorted: hasSortedKeys(read.node), isNeeded: false }
    const context = createWriteContext(options, text.length, isText, keyOrder)
    const value = writeValue(read.node, context)
    const json = { ...read, mark: { ...read.mark, isText, isSorted: keyOrder.isNeeded } }
    // A table ends with a line break, which the end of the text can stand for.
    const isOpen = json.after === '' && value.endsWith('\n')
    return writeRendered(json, isOpen ? value.slice(0, -1) : value)
  },
  parse(text, { references }) {
    const scanner = createScanner(text, 0)
    const original = readRendered(scanner, (at, traits) => readValue(at, references, traits))
    const after = text.slice(scanner.at())
    if (/[^ \t\r\n]/.test(after)) {
      throw new NotationError('something follows the value', scanner.at())
    }
    return original + respell(after, readMark(text, 0).letters)
  },
}
