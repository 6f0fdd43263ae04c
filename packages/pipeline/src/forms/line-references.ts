import { NotationError } from '@x/notation'
import { type LineMatch, shiftLine, type TextIndex } from '../seen/text-index.ts'
import type { TokenCounter } from '../token-counter.ts'

/** First line of a text in which marks stand in the place of lines or phrases. */
export const TEXT_MARK = '~\n'

const MARK = /^\[=([\w.-]+#\d+(?:\.\d+)?)(?: lines? (\d+)(?:-(\d+))?(?:, numbers ([+-]\d+))?)?\]$/

/** A mark must take off at least this many tokens, or it is not worth the reader's way back. */
const MIN_GAIN = 4

/**
 * Writes runs of lines that stand in earlier parts as marks: `[=open#2 lines 10-80]`. `undefined` where none pays, or
 * where a line of the text would itself read as a mark.
 */
export function renderLineReferences(
  text: string,
  index: TextIndex,
  counter: TokenCounter,
): string | undefined {
  const whole = index.findWhole(text)
  if (whole !== undefined) return `${TEXT_MARK}[=${whole}]`
  const lines = text.split('\n')
  if (lines.some((line) => MARK.test(line))) return undefined
  const out: string[] = []
  let marks = 0
  for (let at = 0; at < lines.length; ) {
    const run = trimRun(index.longestRun(lines, at), lines, at)
    if (run !== undefined && pays(run, lines, at, counter)) {
      out.push(markOf(run))
      at += run.count
      marks += 1
    } else {
      out.push(lines[at]!)
      at += 1
    }
  }
  return marks === 0 ? undefined : TEXT_MARK + out.join('\n')
}

/** Blank lines at the end of a run are cheaper as they are. */
function trimRun(
  run: LineMatch | undefined,
  lines: readonly string[],
  at: number,
): LineMatch | undefined {
  let count = run?.count ?? 0
  while (count > 0 && lines[at + count - 1]!.trim() === '') count -= 1
  return run === undefined || count === 0 ? undefined : { ...run, count }
}

function pays(
  run: LineMatch,
  lines: readonly string[],
  at: number,
  counter: TokenCounter,
): boolean {
  const span = lines.slice(at, at + run.count).join('\n')
  // A mark takes 8 to 20 tokens, and no token is longer than a few dozen characters: most spans need no count.
  if (span.length < 16) return false
  if (span.length > 2000) return true
  return counter.countTokens(span) >= counter.countTokens(markOf(run)) + MIN_GAIN
}

function markOf({ label, from, count, shift }: LineMatch): string {
  const range = count === 1 ? `line ${from + 1}` : `lines ${from + 1}-${from + count}`
  const moved = shift === 0 ? '' : `, numbers ${shift > 0 ? '+' : ''}${shift}`
  return `[=${label} ${range}${moved}]`
}

/**
 * The text behind a body with marks (without `TEXT_MARK`).
 * @throws {NotationError} for a mark that points to lines that no earlier part shows
 */
export function parseLineReferences(body: string, index: TextIndex): string {
  let offset = TEXT_MARK.length
  const lines = body.split('\n').map((line) => {
    const mark = MARK.exec(line)
    const text = mark === null ? line : expand(mark, index, offset)
    offset += line.length + 1
    return text
  })
  return lines.join('\n')
}

function expand(mark: RegExpExecArray, index: TextIndex, offset: number): string {
  const [text, label, first, last = first, moved] = mark
  const found = <Value>(value: Value | undefined): Value => {
    if (value !== undefined) return value
    throw new NotationError(`${text} points to what no earlier part shows`, offset)
  }
  if (first === undefined) return found(index.wholeOf(label!))
  const lines = found(index.linesOf(label!))
  const shift = Number(moved ?? 0)
  return lines
    .slice(Number(first) - 1, Number(last))
    .map((seen) => found(shift === 0 || seen === undefined ? seen : shiftLine(seen, shift)))
    .join('\n')
}

/** The lines of a rendered body as the reader sees them: `undefined` in the place of marks. */
export function visibleLines(body: string): Array<string | undefined> {
  return body.split('\n').map((line) => (MARK.test(line) ? undefined : line))
}

const MARKS = /^~[^\n]*\n|\[=[^\]\n]*\]|(?:=|\.\.\.)[\w.-]+#\d[^,|}\]\s]*/g

/** Spans of a rendered text that no later stage may touch: its first line where that is a header, and its marks. */
export function markSpans(rendered: string): Array<readonly [number, number]> {
  return Array.from(rendered.matchAll(MARKS), ({ index, 0: mark }) => [index, index + mark.length])
}
