import type { Mark, MarkGroup } from './marks.ts'

/** How a style draws marks under a line, as the rows behind the gutter. */
export interface Pointers {
  /** Reads the rows from `at` on; `undefined` where they are drawn in another way. Drawn again they are the same. */
  read(notes: readonly string[], at: number): MarkGroup | undefined
  draw(group: MarkGroup): string[]
}

/**
 * `^^^^ label`, and `----` for second marks. Behind the last mark stands its label; the others stand below, the rightmost
 * first, with `|` at those that are still to come.
 */
export function carets(): Pointers {
  return checked({
    read(notes, at) {
      const { marks, rest } = readRuns(notes[at]!, /^( *)(\^+|-+)(?=[ ^-]|$)/)
      if (!/^(?: \S.*)?$/.test(rest)) return undefined
      if (rest === '') return { marks, labels: [] }
      const labels = [rest.slice(1)]
      if (marks.length === 1 || !/^[ |]*\|$/.test(notes[at + 1] ?? '')) return { marks, labels }
      for (let i = 1; i < marks.length; i += 1) {
        labels.push((notes[at + i + 1] ?? '').slice(marks[marks.length - 1 - i]!.from))
      }
      return { marks, labels }
    },
    draw({ marks, labels }) {
      let drawn = ''
      for (const { from, to, second } of marks) {
        drawn = drawn.padEnd(from) + (second ? '-' : '^').repeat(Math.max(0, to - from))
      }
      if (labels.length === 0) return [drawn]
      const first = `${drawn} ${labels[0]}`
      if (labels.length === 1) return [first]
      const starts = marks.map(({ from }) => from)
      return [
        first,
        stems(starts.slice(0, -1), '|'),
        ...labelsBelow(starts, labels, '|', '').slice(1),
      ]
    },
  })
}

/** `^~~~`, as `gcc` draws what it is about. */
export function tildes(): Pointers {
  return checked({
    read(notes, at) {
      const { marks, rest } = readRuns(notes[at]!, /^( *)(\^~*)(?= |$)/)
      return rest === '' ? { marks, labels: [] } : undefined
    },
    draw({ marks }) {
      const draw = (drawn: string, { from, to }: Mark) =>
        `${drawn.padEnd(from)}^${'~'.repeat(Math.max(0, to - from - 1))}`
      return [marks.reduce(draw, '')]
    },
  })
}

/** `──┬──` and `╰── label` below it, the rightmost first, with `│` at those that are still to come. */
export function tees(): Pointers {
  return checked({
    read(notes, at) {
      const { marks, rest } = readRuns(notes[at]!, /^( *)([─┬]+)(?= |$)/)
      if (rest !== '') return undefined
      if (!notes[at]!.includes('┬')) return { marks, labels: [] }
      const labels: string[] = []
      for (let i = 1; i <= marks.length; i += 1) {
        const label = /^[ │]*╰── (.+)$/.exec(notes[at + i] ?? '')
        if (label === null) return undefined
        labels.push(label[1]!)
      }
      return { marks, labels }
    },
    draw({ marks, labels }) {
      const centres = marks.map(({ from, to }) => from + ((to - from) >> 1))
      let drawn = ''
      for (const [i, { from, to }] of marks.entries()) {
        const line = '─'.repeat(Math.max(0, to - from))
        const centre = centres[i]! - from
        drawn = drawn.padEnd(from)
        drawn += labels.length === 0 ? line : line.slice(0, centre) + '┬' + line.slice(centre + 1)
      }
      return [drawn, ...labelsBelow(centres, labels, '│', '╰── ')]
    },
  })
}

/** Labels below marks, the rightmost first, behind the stems of those that are still to come. */
function labelsBelow(
  places: readonly number[],
  labels: readonly string[],
  stem: string,
  corner: string,
): string[] {
  return labels.map((label, i) => {
    const at = places.length - 1 - i
    return stems(places.slice(0, Math.max(0, at)), stem).padEnd(places[at] ?? 0) + corner + label
  })
}

function stems(places: readonly number[], stem: string): string {
  return places.reduce((row, place) => row.padEnd(place) + stem, '')
}

function readRuns(note: string, run: RegExp): { marks: MarkGroup['marks']; rest: string } {
  const marks: Mark[] = []
  let end = 0
  for (let match = run.exec(note); match !== null; match = run.exec(note.slice(end))) {
    const from = end + match[1]!.length
    end = from + match[2]!.length
    marks.push({ from, to: end, second: match[2]!.startsWith('-') })
  }
  return { marks, rest: note.slice(end) }
}

/** Answers a group only where it is drawn as it was. */
function checked({ read, draw }: Pointers): Pointers {
  return {
    draw,
    read(notes, at) {
      const group = read(notes, at)
      if (group === undefined || group.marks.length === 0) return undefined
      const isDrawn = draw(group).every((row, i) => row === notes[at + i])
      return isDrawn ? group : undefined
    },
  }
}
