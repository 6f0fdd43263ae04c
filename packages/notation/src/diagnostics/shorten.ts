import { NotationError } from '../errors.ts'
import type { Frame } from './frame.ts'
import { MARK_BRACKETS, readable, SHORT_SIGNS, writeHead } from './head.ts'
import { collectListing } from './listing.ts'
import { detectStyle, type Piece, readFrames } from './read-frames.ts'
import { lengthOfShort, readShort } from './read-short.ts'
import type { Marked, ShortContext } from './short.ts'
import { usualContext } from './usual-context.ts'
import { writeFix } from './write-fix.ts'
import { writeRows } from './write-rows.ts'
import { writeSnippet } from './write-snippet.ts'

const LEAST_FRAMES = 2
/** Source lines are listed first where each is shown more often than this. */
const LEAST_REPEATS = 1.2
/** Frames may disagree on so many lines, as a share of those that stand in the listing. */
const MOST_OTHERS = 0.25

/**
 * Lines with the frames of compilers written short: the first line names their style, source lines that are shown again
 * and again stand once behind it. `undefined` where there are no frames to speak of.
 */
export function shortenFrames(lines: readonly string[]): string[] | undefined {
  const style = detectStyle(lines, LEAST_FRAMES)
  const sign = SHORT_SIGNS.find((mark) => !lines.some((line) => line.startsWith(mark)))
  if (style === undefined || sign === undefined) return undefined
  const pairs = MARK_BRACKETS.filter((pair) => !lines.some((line) => hasAny(line, pair)))
  const pieces = readFrames(lines, style)
  const frames = pieces.filter((piece): piece is Frame => typeof piece !== 'string')
  if (pairs.length === 0 || frames.length < LEAST_FRAMES) return undefined
  const { sources, known, other, distinct } = collectListing(frames)
  const isListed = known > distinct * LEAST_REPEATS && other < known * MOST_OTHERS
  const names = [...sources.keys()]
  const listing = isListed ? readable(sources) : undefined
  const context: ShortContext = {
    sign,
    style,
    brackets: pairs.slice(0, frames.some(hasSecondMark) ? 2 : 1).join(''),
    file: names.length === 1 ? names[0] : undefined,
    listing,
    context: listing === undefined ? 0 : usualContext(frames, listing),
    last: undefined,
  }
  return [...writeHead(context, sources), ...writePieces(pieces, context)]
}

function hasAny(line: string, characters: string): boolean {
  return line.includes(characters[0]!) || line.includes(characters[1]!)
}

function hasSecondMark({ rows, style }: Frame): boolean {
  const notes = rows.flatMap((row) => (row.kind === 'note' ? [row.text] : []))
  return notes.some((_, at) => style.pointers.read(notes, at)?.marks.some(({ second }) => second))
}

function writePieces(pieces: readonly Piece[], context: ShortContext): string[] {
  const written: string[] = []
  let follows = false
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      written.push(piece)
      follows = false
      continue
    }
    const short: readonly string[] | undefined = writeFrame(piece, context, follows)
    written.push(...(short ?? piece.style.spell(piece)))
    follows = short !== undefined
  }
  return written
}

/** The first form that stands for a frame; `undefined` where none does. `follows` says that one stands right above. */
function writeFrame(frame: Frame, context: ShortContext, follows: boolean): string[] | undefined {
  const before = context.last
  const forms = context.listing === undefined || follows ? ROWS : FORMS
  for (const form of forms) {
    context.last = before
    const lines = form(frame, context, follows)
    if (lines !== undefined && standsFor(lines, frame, before, context)) return lines
  }
  context.last = before
  return undefined
}

type Form = (frame: Frame, context: ShortContext, follows: boolean) => string[] | undefined

const ROWS: readonly Form[] = [writeRows]
const FORMS: readonly Form[] = [writeSnippet, writeFix, writeRows]

/** Whether short lines are read as the frame, behind what stood before it. */
function standsFor(
  lines: readonly string[],
  frame: Frame,
  before: Marked | undefined,
  context: ShortContext,
): boolean {
  const after = context.last
  const texts = lines.map((line) => line.slice(1))
  context.last = before
  try {
    if (lengthOfShort(texts, 0, context) !== texts.length) return false
    const read = readShort(texts, context)
    const spelled = frame.style.spell(frame)
    const isSame = read.style.spell(read).join('\n') === spelled.join('\n')
    return isSame && JSON.stringify(context.last) === JSON.stringify(after)
  } catch (error) {
    if (error instanceof NotationError) return false
    throw error
  } finally {
    context.last = after
  }
}
