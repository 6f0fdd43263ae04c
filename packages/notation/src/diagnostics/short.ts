import { NotationError } from '../errors.ts'
import type { Location } from './frame.ts'
import type { FileLines, Listing, Window } from './listing.ts'
import type { Mark } from './marks.ts'
import type { Span } from './spans.ts'
import type { FrameStyle } from './styles.ts'

/** What the writer and the reader of short frames both know of a text. */
export interface ShortContext {
  /** Begins every short line. */
  readonly sign: string
  readonly style: FrameStyle
  /** Stand around what is marked in a line. */
  readonly brackets: string
  /** The file of every frame; absent where there are several. */
  readonly file: string | undefined
  /** Source lines that are written first; absent where each stands in its frame. */
  readonly listing: Listing | undefined
  /** Lines shown around a marked one where nothing else is said. */
  readonly context: number
  /** What the frame before marks: a fix may refer to it. */
  last: Marked | undefined
}

/** A line of the listing and what a frame marked in it. */
export interface Marked {
  readonly file: string
  readonly line: number
  readonly mark: Mark | undefined
}

/** Lines around a marked one in a fix. */
export const FIX_CONTEXT = 1

/** The lines of a file in the listing; none where there is no listing. */
export function linesOf(context: ShortContext, file: string | undefined): FileLines {
  return (file === undefined ? undefined : context.listing?.get(file)) ?? NO_LINES
}

const NO_LINES: FileLines = new Map<number, string>()

/** The file of a fix: that of the frame before it. */
export function fixFile(context: ShortContext): string | undefined {
  return context.last?.file ?? context.file
}

/** `12`, or `12-15`. */
export function writeRange(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`
}

/** The place as it stands in square brackets, without what the text says once for all. */
export function writePlace(context: ShortContext, { file, line, column }: Location): string {
  return context.file === file ? `${line}:${column}` : `${file}:${line}:${column}`
}

/** ` -1+2`: one line before and two after. */
export function writeWindow({ before, after }: Window): string {
  return ` -${before}+${after}`
}

/** A line of the listing. Throws `NotationError` where it is not there. */
export function knownLine(lines: FileLines, number: number): string {
  const text = lines.get(number)
  if (text === undefined) throw new NotationError(`source line ${number} is not listed`, 0)
  return text
}

/** What is thrown for short lines that nothing writes. */
export function noFrame(): NotationError {
  return new NotationError('short lines stand for no frame', 0)
}

/** `-18:14` behind a place: the mark ends there. */
export function writeSpanEnd({ line, column }: Span): string {
  return `-${line}:${column}`
}

/** A frame has at most so many rows; one that is longer stands as it is. */
export const MOST_ROWS = 400
