import type { Rendered } from './layout.ts'

/** Collects kept ranges and marks, in order. */
export interface Rendering {
  keep(start: number, end: number): void
  /** What stands for a gap, with the separators around it. */
  mark(text: string): void
  /** Whether this is asked for the first time about something. */
  isFirst(about: string): boolean
  finish(): Rendered
}

/** An empty rendering of a text. */
export function createRendering(source: string): Rendering {
  const parts: string[] = []
  const kept: [number, number][] = []
  const asked = new Set<string>()
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
    isFirst(about) {
      if (asked.has(about)) return false
      asked.add(about)
      return true
    },
    finish: () => ({ text: parts.join(''), kept, marks }),
  }
}
