import { countPieces } from '../text/pieces.ts'
import type { Span } from '../text/span.ts'
import type { Unit } from '../text/unit.ts'
import type { Frame, Layout } from './layout.ts'
import { elementMark, firstMarkPieces, textMark } from './marks.ts'
import { createTreeBuilder, type PricedTree } from './priced-tree.ts'
import { createRendering } from './rendering.ts'
import { type CellText, gapMark, runsOf } from './text-gaps.ts'

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
  const chosenParts = choosable(units.length, frames)
  const framesOf = units.map((): number[] => [])
  for (const [id, { members }] of frames.entries())
    for (const part of members) framesOf[part]!.push(id)
  return {
    tree: treeOf(source),
    choices: chosenParts.map((part, index) => ({
      index,
      ranges: [{ start: units[part]!.start, end: units[part]!.end }],
      outerStrings: [],
    })),
    frames,
    partsOf: (choice) => [chosenParts[choice]!],
    framesOf: (choice) => framesOf[chosenParts[choice]!]!,
    render(parts) {
      const rendering = createRendering(text)
      for (const run of runsOf(parts)) {
        if (run.isKept) rendering.keep(cells[run.from]!.start, cells[run.to - 1]!.end)
        else rendering.mark(gapMark(source, run, rendering.isFirstMark))
      }
      return rendering.finish()
    },
  }
}

function treeOf({ text, cells, grain, isJsonLines }: CellText): PricedTree {
  const isWords = grain === 'word'
  const mark = isJsonLines ? elementMark(3, 'line', false) : textMark(3, 'line', false)
  const price = countPieces(isWords ? '…' : `${mark}\n`)
  const builder = createTreeBuilder(isWords ? 0 : firstMarkPieces('line'))
  builder.container({ own: 0, mark: price, isOneGap: false }, () => {
    for (const { start, end } of cells) builder.part(countPieces(text, start, end))
  })
  return builder.finish()
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
