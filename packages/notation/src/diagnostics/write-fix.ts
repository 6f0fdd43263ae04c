import type { AddedRow, Frame, RemovedRow, Row } from './frame.ts'
import { type FileLines, oldNumbers, windowAround } from './listing.ts'
import { type Mark, writeColumns } from './marks.ts'
import { FIX_CONTEXT, fixFile, linesOf, type ShortContext, writeRange } from './short.ts'

/**
 * Lines for a fix of known source lines: what goes, what comes, and known lines between. The line before the first and
 * after the last are not written. `undefined` where the frame is not of that kind.
 */
export function writeFix(frame: Frame, context: ShortContext): string[] | undefined {
  const { rows, location } = frame
  if (location !== undefined) return undefined
  const lines = linesOf(context, fixFile(context))
  const numbers = oldNumbers(rows)
  if (!rows.every((row, i) => isKnown(row, numbers[i], lines))) return undefined
  const from = rows.findIndex(({ kind }) => kind !== 'source')
  let to = rows.length
  while (rows[to - 1]?.kind === 'source') to -= 1
  const first = numbers[from]
  const last = lastOld(numbers, to)
  if (first === undefined || last === undefined || rows[from]!.kind !== 'removed') return undefined
  const usual = windowAround(lines, first, last, FIX_CONTEXT, true)
  if (usual.before !== from || usual.after !== rows.length - to) return undefined
  return writeChanges(rows, numbers, { from, to }, context)
}

/** The number, before the fix, of the last line that a fix shows before a row. */
function lastOld(numbers: readonly (number | undefined)[], to: number): number | undefined {
  for (let i = to - 1; i >= 0; i -= 1) if (numbers[i] !== undefined) return numbers[i]
  return undefined
}

function isKnown(row: Row, number: number | undefined, lines: FileLines): boolean {
  if (row.kind === 'added' || row.kind === 'gap') return true
  if (row.kind === 'note' || number === undefined) return false
  return lines.get(number) === row.text
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The rows of a fix from one to another, each as the shortest line for it. */
function writeChanges(
  rows: readonly Row[],
  numbers: readonly (number | undefined)[],
  { from, to }: Span,
  context: ShortContext,
): string[] {
  const { sign } = context
  const written: string[] = []
  for (let i = from; i < to; ) {
    const row = rows[i]!
    const edit = row.kind === 'removed' ? editAt(rows, i) : undefined
    if (edit !== undefined) {
      written.push(sign + '~' + writeEdit(edit, numbers[i]!, context))
      i += 2
    } else if (row.kind === 'added') {
      written.push(`${sign}+ ${row.text}`)
      i += 1
    } else if (row.kind === 'gap') {
      written.push(sign + '...')
      i += 1
    } else {
      const end = endOfRun(rows, i, to)
      const range = writeRange(numbers[i]!, numbers[i]! + end - i - 1)
      written.push(sign + (row.kind === 'removed' ? '-' : '=') + range)
      i = end
    }
  }
  return written
}

function endOfRun(rows: readonly Row[], from: number, to: number): number {
  let end = from + 1
  while (end < to && rows[end]!.kind === rows[from]!.kind && editAt(rows, end) === undefined) {
    end += 1
  }
  return end
}

/** One line that is replaced by one other. */
interface Edit {
  readonly before: string
  readonly after: string
}

function editAt(rows: readonly Row[], at: number): Edit | undefined {
  const [previous, removed, added, next] = [rows[at - 1], rows[at], rows[at + 1], rows[at + 2]]
  if (removed?.kind !== 'removed' || added?.kind !== 'added') return undefined
  if (previous?.kind === 'removed' || next?.kind === 'added') return undefined
  return { before: (removed as RemovedRow).text, after: (added as AddedRow).text }
}

/** What is marked above in the same line is replaced, or some columns are, or the whole line. */
function writeEdit({ before, after }: Edit, line: number, context: ShortContext): string {
  const { last } = context
  const marked = last?.line === line ? last.mark : undefined
  const replaced = marked === undefined ? undefined : replacement(before, after, marked)
  if (replaced !== undefined) return replaced === '' ? '' : ' ' + replaced
  const mark = changedPart(before, after)
  if (mark === undefined) return line + ' ' + after
  const text = replacement(before, after, mark)!
  return `${line}:${writeColumns([mark])}` + (text === '' ? '' : ' ' + text)
}

/** What stands in the place of a mark; `undefined` where something else is changed too. */
function replacement(
  before: string,
  after: string,
  { from, to }: Pick<Mark, 'from' | 'to'>,
): string | undefined {
  const tail = before.slice(to)
  const isSame = after.startsWith(before.slice(0, from)) && after.endsWith(tail)
  if (!isSame || to > before.length || after.length < from + tail.length) return undefined
  return after.slice(from, after.length - tail.length)
}

const LEAST_SAME = 4

/** The words that differ; `undefined` where hardly anything is the same. */
function changedPart(before: string, after: string): Mark | undefined {
  const most = Math.min(before.length, after.length)
  let from = 0
  while (from < most && before[from] === after[from]) from += 1
  let tail = 0
  while (tail < most - from && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const isInside = (text: string, at: number) => WORDS.test(text.slice(Math.max(0, at - 1), at + 1))
  while (from > 0 && (isInside(before, from) || isInside(after, from))) from -= 1
  while (tail > 0 && isTailInside(before, after, tail)) tail -= 1
  const to = before.length - tail
  return from + tail < LEAST_SAME || to <= from ? undefined : { from, to, second: false }
}

const WORDS = /\w\w/

function isTailInside(before: string, after: string, tail: number): boolean {
  return [before, after].some((text) => {
    const at = text.length - tail
    return WORDS.test(text.slice(Math.max(0, at - 1), at + 1))
  })
}
