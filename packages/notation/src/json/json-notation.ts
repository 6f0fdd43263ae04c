import { NotationError } from '../errors.ts'
import type { Notation } from '../notation.ts'
import { isContainer } from './json-node.ts'
import { readJson } from './read-json.ts'
import { detectWhiteSpace, MINIFIED, WHITE_SPACE_STYLES, writeJson } from './white-space.ts'

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
    return mark === undefined ? undefined : `~${mark}${writeJson(node, MINIFIED)}`
  },
  parse(text) {
    const mark = MARK.exec(text)?.[0] ?? '~'
    const node = readJson(text, { start: mark.length })
    if (node === undefined) throw new NotationError('no JSON follows the mark', mark.length)
    return writeJson(node, WHITE_SPACE_STYLES[mark.slice(1)] ?? MINIFIED)
  },
}
