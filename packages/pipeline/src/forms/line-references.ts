import { NotationError } from '@x/notation'
import { parseTransform, renderTransform, transformLine } from '../seen/line-transform.ts'
import type { NamedRun } from '../seen/named-runs.ts'
import type { LineMatch, TextIndex, VisibleLine } from '../seen/text-index.ts'
import type { TokenCounter } from '../token-counter.ts'

/** First line of a text in which marks stand in the place of lines or phrases. */
export const TEXT_MARK = '~\n'

const MARK =
  /^\[([a-z]{0,2})=([\w.-]+#\d+(?:\.(?:\d+|in))*)(?: lines? (\d+)(?:-(\d+))?(?:, (numbers [+-]\d+|numbered from \d+|no numbers))?)?\]$/
const USE = /^\[([a-z]{1,2})\]$/

/** A mark must take off at least this many tokens, or it is not worth the reader's way back. */
const MIN_GAIN = 3

/**
 * Writes runs of lines that stand in earlier parts as marks: `[a=open#2 lines 10-80]`, and `[a]` when the same run comes
 * again in a later part. `undefined` where none pays, or where a line of the text would itself read as a mark.
 */
export function renderLineReferences(
  text: string,
  index: TextIndex,
  counter: TokenCounter,
): string | undefined {
  const lines = text.split('\n')
  const whole = index.findWhole(text)
  if (whole !== undefined) return TEXT_MARK + wholeMark(whole, lines, index)
  if (spellsMark(lines, index)) return undefined
  const out: string[] = []
  let marks = 0
  let names = 0
  for (let at = 0; at < lines.length; ) {
    const mark = bestMark(lines, at, index, names, counter)
    if (mark === undefined) out.push(lines[at]!)
    else {
      out.push(mark.text)
      marks += 1
      names += mark.isNew ? 1 : 0
    }
    at += mark?.count ?? 1
  }
  return marks === 0 ? undefined : TEXT_MARK + out.join('\n')
}

function wholeMark(label: string, lines: readonly string[], index: TextIndex): string {
  const named = index.named.find(lines, 0)
  if (named?.lines.length === lines.length) return useOf(named).text
  return `[${index.named.next(0) ?? ''}=${label}]`
}

/** Whether a line of a text would itself read as a mark. */
export function spellsMark(lines: readonly string[], index: TextIndex): boolean {
  return lines.some((line) => line.startsWith('[') && isMark(line, index))
}

function isMark(line: string, index: TextIndex): boolean {
  const name = USE.exec(line)?.[1]
  return MARK.test(line) || (name !== undefined && index.named.linesOf(name) !== undefined)
}

interface Mark {
  readonly text: string
  readonly count: number
  readonly isNew: boolean
}

function bestMark(
  lines: readonly string[],
  at: number,
  index: TextIndex,
  names: number,
  counter: TokenCounter,
): Mark | undefined {
  const run = trimRun(index.longestRun(lines, at), lines, at)
  const named = index.named.find(lines, at)
  const marks: Mark[] = []
  if (named !== undefined) marks.push(useOf(named))
  if (run !== undefined && run.count > (named?.lines.length ?? 0)) {
    marks.unshift({ text: markOf(run, index.named.next(names)), count: run.count, isNew: true })
  }
  return marks.find((mark) => pays(mark, lines, at, counter))
}

function useOf({ name, lines }: NamedRun): Mark {
  return { text: `[${name}]`, count: lines.length, isNew: false }
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

function pays(mark: Mark, lines: readonly string[], at: number, counter: TokenCounter): boolean {
  const span = lines.slice(at, at + mark.count).join('\n')
  // A mark takes 2 to 20 tokens: the shortest and the longest spans need no count.
  if (span.length < 5) return false
  if (span.length > 2000) return true
  return counter.countTokens(span) >= counter.countTokens(mark.text) + MIN_GAIN
}

function markOf({ label, from, count, transform }: LineMatch, name = ''): string {
  const range = count === 1 ? `line ${from + 1}` : `lines ${from + 1}-${from + count}`
  return `[${name}=${label} ${range}${renderTransform(transform)}]`
}

/**
 * The text behind a body with marks (without `TEXT_MARK`).
 * @throws {NotationError} for a mark that points to lines that no earlier part shows
 */
export function parseLineReferences(body: string, index: TextIndex): string {
  let offset = TEXT_MARK.length
  const lines = body.split('\n').map((line) => {
    const text = expand(line, index, offset)?.text ?? line
    offset += line.length + 1
    return text
  })
  return lines.join('\n')
}

interface Expanded {
  readonly name: string
  readonly text: string
}

/** What a line stands for; `undefined` for a line that is no mark. */
function expand(line: string, index: TextIndex, offset: number): Expanded | undefined {
  const named = index.named.linesOf(USE.exec(line)?.[1] ?? '')
  if (named !== undefined) return { name: '', text: named.join('\n') }
  const mark = MARK.exec(line)
  if (mark === null) return undefined
  const found = <Value>(value: Value | undefined): Value => {
    if (value !== undefined) return value
    throw new NotationError(`${line} points to what no earlier part shows`, offset)
  }
  const [, name, label, first, last = first, words] = mark
  if (first === undefined) return { name: name!, text: found(index.wholeOf(label!)) }
  const transform = parseTransform(words)
  const lines = found(index.linesOf(label!)).slice(Number(first) - 1, Number(last))
  const text = lines.map((seen, at) =>
    found(seen === undefined ? undefined : transformLine(seen, transform, at)),
  )
  return { name: name!, text: found(text.length === 0 ? undefined : text.join('\n')) }
}

/** The lines of a rendered body as the reader sees them: `undefined` in the place of marks. */
export function visibleLines(body: string, index: TextIndex): VisibleLine[] {
  return body.split('\n').map((line) => (isMark(line, index) ? undefined : line))
}

/** Takes over the names that a rendered body gives, and gives up those that a text spells on a line of its own. */
export function learnNames(body: string, isRendered: boolean, index: TextIndex): void {
  const runs: NamedRun[] = []
  for (const line of body.split('\n')) {
    const use = USE.exec(line)
    if (use !== null && !(isRendered && index.named.linesOf(use[1]!) !== undefined)) {
      index.named.spell(use[1]!)
    }
    const name = isRendered ? MARK.exec(line)?.[1] : undefined
    if (name) runs.push({ name, lines: expand(line, index, 0)!.text.split('\n') })
  }
  for (const run of runs) index.named.define(run)
}

const MARKS =
  /^~[^\n]*\n|\[[a-z]{0,2}=[^\]\n]*\]|(?:=|\.\.\.)[\w.-]+#\d[^,|}\]\s]*|^\[[a-z]{1,2}\]$/gm

/** Spans of a rendered text that no later stage may touch: its first line where that is a header, and its marks. */
export function markSpans(rendered: string): Array<readonly [number, number]> {
  return Array.from(rendered.matchAll(MARKS), ({ index, 0: mark }) => [index, index + mark.length])
}

/** Whether a rendered text is one mark and nothing else. */
export function isWholeReference(rendered: string): boolean {
  if (!rendered.startsWith(TEXT_MARK)) return false
  const body = rendered.slice(TEXT_MARK.length)
  return USE.test(body) || (MARK.test(body) && !body.includes(' '))
}
