import type { Rendered } from './layout.ts'

/** Collects kept ranges and marks, in order. */
export interface Rendering {
  keep(start: number, end: number): void
  /** What stands for a gap, with the separators around it. */
  mark(text: string): void
  /** Whether no mark yet has said what marks mean. Asked by each that would. */
  isFirstMark(): boolean
  finish(): Rendered
}

/** An empty rendering of a text. */
export function createRendering(source: string): Rendering {
  const parts: string[] = []
  const kept: [number, number][] = []
  let isAsked = false
  let marks = 0
  return {
    keep(start, end) {
      if (start >= end) return
      parts.push(source.slice(start, end))
      const last = kept.at(-1)
      if (last !== undefined && last[1] === start) last[1] = end
      else kept.push([start, end])
    },
    mark(text) {
      marks++
      parts.push(text)
    },
    isFirstMark() {
      const isFirst = !isAsked
      isAsked = true
      return isFirst
    },
    finish: () => ({ text: parts.join(''), kept, marks }),
  }
}
