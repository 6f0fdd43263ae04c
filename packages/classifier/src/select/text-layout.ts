import { countPieces } from '../text/pieces.ts'
import type { Span } from '../text/span.ts'
import type { Unit } from '../text/unit.ts'
import type { Choice, Layout } from './layout.ts'
import { createRendering } from './rendering.ts'
import { type CellText, closeTextGaps, gapMark, runsOf } from './text-gaps.ts'

/** Parts that come along with others: the lines of a fence, the head of a table, the floor words of a sentence. */
export interface Frame {
  /** Indexes of the parts that come along. Those that are not members themselves are never chosen. */
  readonly parts: readonly number[]
  /** Indexes of the parts that need them. */
  readonly members: readonly number[]
}

/** How a text without JSON is laid out. */
export interface TextLayoutOptions {
  readonly grain: 'line' | 'sentence' | 'word'
  /** Units of the text, in order. */
  readonly units: readonly Unit[]
  readonly frames: readonly Frame[]
  /** Whether marks have to be JSON values, since each line is one. */
  readonly isJsonLines: boolean
}

/** Lays a text out by lines, sentences or words: each part reaches to the start of the next. */
export function textLayout(text: string, options: TextLayoutOptions): Layout {
  const { units, frames } = options
  const cells = cellsOf(text, units)
  const source: CellText = { text, cells, grain: options.grain, isJsonLines: options.isJsonLines }
  const costs = cells.map(({ start, end }) => countPieces(text, start, end))
  const chosenParts = choosable(units.length, frames)
  return {
    choices: choicesOf(units, chosenParts, frames, costs),
    complete(chosen) {
      const parts = new Uint8Array(units.length)
      for (const [choice, part] of chosenParts.entries()) parts[part] = chosen[choice]!
      for (const frame of frames) {
        if (!frame.members.some((part) => parts[part] === 1)) continue
        for (const part of frame.parts) parts[part] = 1
      }
      return closeTextGaps(source, parts, costs)
    },
    render(kept) {
      const rendering = createRendering(text)
      for (const run of runsOf(kept.parts)) {
        if (run.isKept) rendering.keep(cells[run.from]!.start, cells[run.to - 1]!.end)
        else rendering.mark(gapMark(source, run))
      }
      return rendering.finish()
    },
  }
}

function choosable(count: number, frames: readonly Frame[]): number[] {
  const members = new Set(frames.flatMap((frame) => frame.members))
  const fixed = new Set(frames.flatMap((frame) => frame.parts.filter((part) => !members.has(part))))
  return Array.from({ length: count }, (_, part) => part).filter((part) => !fixed.has(part))
}

function cellsOf(text: string, units: readonly Unit[]): Span[] {
  return units.map((unit, i) => ({
    start: i === 0 ? 0 : unit.start,
    end: units[i + 1]?.start ?? text.length,
  }))
}

function choicesOf(
  units: readonly Unit[],
  chosenParts: readonly number[],
  frames: readonly Frame[],
  costs: readonly number[],
): Choice[] {
  const isFramed = new Uint8Array(units.length)
  const opens = units.map((): { id: number; cost: number }[] => [])
  for (const [id, frame] of frames.entries()) {
    const cost = frame.parts.reduce((sum, part) => sum + costs[part]!, 0)
    for (const part of frame.parts) isFramed[part] = 1
    for (const part of frame.members) opens[part]!.push({ id, cost })
  }
  return chosenParts.map((part, index) => ({
    index,
    cost: isFramed[part] === 1 ? 0 : costs[part]!,
    opens: opens[part]!,
    ranges: [{ start: units[part]!.start, end: units[part]!.end }],
    outerStrings: [],
  }))
}
