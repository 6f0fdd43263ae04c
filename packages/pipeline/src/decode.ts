import { type AliasState, observe, restore } from '@x/dictionary'
import { isRendered, parse } from '@x/notation'
import { parseLineReferences, TEXT_MARK } from './forms/line-references.ts'
import { LOSSY_MARK } from './loss/lossy-mark.ts'
import type { SeenIndex } from './seen/seen-parts.ts'

/** The original of a part, and what later parts may refer to. */
export interface Decoded {
  readonly original: string
  /** What was sent with its aliases written out. */
  readonly unaliased: string
  readonly aliases: AliasState
}

/**
 * Reads a rendered text with what earlier parts showed.
 * @throws {NotationError} for a text that is in no form, or that points to what was not seen
 */
export function decode(rendered: string, index: SeenIndex, aliases: AliasState): Decoded {
  if (isEscaped(rendered)) {
    return { original: rendered.slice(1), unaliased: rendered, aliases: observe(aliases, rendered) }
  }
  const { text: unaliased, state } = restore(rendered, aliases)
  return { original: decodeForm(unaliased, index), unaliased, aliases: state }
}

function decodeForm(form: string, index: SeenIndex): string {
  return form.startsWith(TEXT_MARK)
    ? parseLineReferences(form.slice(TEXT_MARK.length), index.text)
    : parse(form, { references: index.json })
}

/** Whether a lone text reads as rendered: nothing beside it tells. */
export function looksRendered(text: string): boolean {
  return isMarked(text) || isEscaped(text)
}

function isMarked(text: string): boolean {
  return text.startsWith(TEXT_MARK) || text.startsWith(LOSSY_MARK) || isRendered(text)
}

/** One more `~` before a text that reads as rendered; tildes may be stacked. */
function isEscaped(text: string): boolean {
  const tildes = /^~*/.exec(text)![0].length
  if (tildes < 2) return false
  return isMarked(text.slice(tildes - 1))
}
