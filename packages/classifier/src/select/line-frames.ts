import type { Span } from '../text/span.ts'
import type { Unit } from '../text/unit.ts'
import { unitsOf } from '../text/units.ts'
import type { Frame } from './layout.ts'

const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*(\S*)/
const TABLE_RULE = /^[\s|+:-]*-{2}[\s|+:-]*$/
const TABLE_CELL = /[|+]|\t/
const FILE_HEAD =
  /^(?:diff --git |index [0-9a-f]|--- |\+\+\+ |(?:new|deleted) file mode |similarity index |rename )/
const HUNK_HEAD = /^@@ /
const MAX_HEAD = 200

/** What lines of a text need of others. */
export interface FrameOptions {
  /** Whether the first line of the text is the head of a table. */
  readonly isTable: boolean
  readonly isDiff: boolean
}

/**
 * Lines that other lines need: both ends of a fence, the head of a table, the headers of a diff. Whoever keeps a line
 * keeps them. A fence that never closes is none.
 */
export function lineFrames(
  text: string,
  units: readonly Unit[],
  { isTable, isDiff }: FrameOptions,
): Frame[] {
  const heads = units.map(({ start, end }) => text.slice(start, Math.min(end, start + MAX_HEAD)))
  if (isDiff) return [...diffFrames(heads, FILE_HEAD), ...diffFrames(heads, HUNK_HEAD)]
  const frames = fenceFrames(heads)
  for (const frame of ruledTables(heads)) frames.push(frame)
  const isWhole = isTable && frames.length === 0 && units.length > 1
  return isWhole ? [{ parts: [0], members: range(1, units.length) }] : frames
}

/** The ranges of a text that fences take, both ends with them. */
export function fenceRanges(text: string): Span[] {
  const lines = unitsOf(text, 'line')
  const frames = fenceFrames(
    lines.map(({ start, end }) => text.slice(start, Math.min(end, start + MAX_HEAD))),
  )
  return frames.map(({ parts: [open, close] }) => ({
    start: lines[open!]!.start,
    end: lines[close!]!.end,
  }))
}

function fenceFrames(heads: readonly string[]): Frame[] {
  const frames: Frame[] = []
  let open: { readonly at: number; readonly fence: string } | undefined
  for (const [at, head] of heads.entries()) {
    const [, fence, info] = FENCE.exec(head) ?? []
    if (fence === undefined) continue
    if (open === undefined) {
      open = { at, fence }
    } else if (info === '' && fence.startsWith(open.fence)) {
      const ends = [open.at, at]
      const inside = range(open.at + 1, at)
      frames.push({ parts: ends, members: inside.length > 0 ? inside : ends })
      open = undefined
    }
  }
  return frames
}

/** A head, a rule of dashes below it, and the lines with cells that follow. */
function ruledTables(heads: readonly string[]): Frame[] {
  const frames: Frame[] = []
  for (let at = 1; at < heads.length; at++) {
    if (!TABLE_RULE.test(heads[at]!) || !TABLE_CELL.test(heads[at - 1]!)) continue
    let end = at + 1
    while (end < heads.length && TABLE_CELL.test(heads[end]!)) end++
    if (end > at + 1) frames.push({ parts: [at - 1, at], members: range(at + 1, end) })
    at = end - 1
  }
  return frames
}

/** Runs of header lines, each with the lines up to the next run. */
function diffFrames(heads: readonly string[], header: RegExp): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at < heads.length; ) {
    let end = at
    while (end < heads.length && header.test(heads[end]!)) end++
    let next = Math.max(end, at + 1)
    while (next < heads.length && !header.test(heads[next]!)) next++
    if (end > at && next > end) frames.push({ parts: range(at, end), members: range(end, next) })
    at = next
  }
  return frames
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
