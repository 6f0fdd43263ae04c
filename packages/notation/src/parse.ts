import { notationOf } from './notations.ts'
import type { ReferenceResolver } from './references.ts'

/** What `parse` needs beside the text. */
export interface ParseOptions {
  /** Values of earlier parts, for texts that were rendered with references. @default none */
  readonly references?: ReferenceResolver
}

/** Whether `parse` would decode this text: it begins with a mark that `render` writes, or is escaped. */
export function isRendered(text: string): boolean {
  return text.startsWith('~~') ? isRendered(text.slice(1)) : notationOf(text) !== undefined
}

/**
 * The text as it travels when it stays verbatim and nothing beside it tells so: a text that would read as rendered gets
 * one more `~` in front (the only growth that Pith permits), every other text is itself.
 */
export function escapeVerbatim(text: string): string {
  return isRendered(text) ? '~' + text : text
}

/**
 * The original of a rendered text, code unit for code unit. A text that is not rendered is its own original.
 * Throws `NotationError` for a text that begins like a rendered one and is not.
 */
export function parse(text: string, options?: ParseOptions): string {
  if (text.startsWith('~~')) return isRendered(text) ? text.slice(1) : text
  const notation = notationOf(text)
  return notation === undefined ? text : notation.parse(text, { references: options?.references })
}
