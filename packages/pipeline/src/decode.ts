import { isRendered, parse } from '@x/notation'
import { parseLineReferences, TEXT_MARK } from './forms/line-references.ts'
import type { SeenIndex } from './seen/seen-parts.ts'

/**
 * The original of a rendered text, read with what earlier parts showed.
 * @throws {NotationError | RangeError} for a text that is in no form, or that points to what was not seen
 */
export function decode(rendered: string, index: SeenIndex): string {
  if (isEscaped(rendered)) return rendered.slice(1)
  if (rendered.startsWith(TEXT_MARK)) {
    return parseLineReferences(rendered.slice(TEXT_MARK.length), index.text)
  }
  return parse(rendered, { references: index.json })
}

/** Whether a lone text reads as rendered: nothing beside it tells. */
export function looksRendered(text: string): boolean {
  return text.startsWith(TEXT_MARK) || isRendered(text) || isEscaped(text)
}

/** One more `~` before a text that reads as rendered; tildes may be stacked. */
function isEscaped(text: string): boolean {
  const tildes = /^~*/.exec(text)![0].length
  if (tildes < 2) return false
  const last = text.slice(tildes - 1)
  return last.startsWith(TEXT_MARK) || isRendered(last)
}
