import type { MarkGroup } from './marks.ts'

/** How a style draws marks under a line, as the rows behind the gutter. */
export interface Pointers {
  /** Reads the rows from `at` on; `undefined` where they are drawn in another way. Drawn again they are the same. */
  read(notes: readonly string[], at: number): MarkGroup | undefined
  draw(group: MarkGroup): string[]
}

/** `^^^^ label`: the label of the last mark behind it. `~` goes on after `^` where `trail` says so. */
export function carets(trail: '^' | '~'): Pointers {
  const run = new RegExp(`^( *)(\\^\\${trail}*)(?=[ ^]|$)`)
  return checked({
    read(notes, at) {
      const { marks, rest } = readRuns(notes[at]!, run)
      return /^(?: \S.*)?$/.test(rest)
        ? { marks, labels: rest === '' ? [] : [rest.slice(1)] }
        : undefined
    },
    draw({ marks, labels }) {
      let drawn = ''
      for (const { from, to } of marks) {
        drawn = drawn.padEnd(from) + '^' + trail.repeat(Math.max(0, to - from - 1))
      }
      return [labels.length === 0 ? drawn : drawn + ' ' + labels[0]]
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
      const below = labels.map((label, i) => {
        const open = centres.slice(0, centres.length - 1 - i)
        const stems = open.reduce((row, centre) => row.padEnd(centre) + '│', '')
        return stems.padEnd(centres[centres.length - 1 - i] ?? 0) + '╰── ' + label
      })
      return [drawn, ...below]
    },
  })
}

function readRuns(note: string, run: RegExp): { marks: MarkGroup['marks']; rest: string } {
  const marks: { from: number; to: number }[] = []
  let end = 0
  for (let match = run.exec(note); match !== null; match = run.exec(note.slice(end))) {
    const from = end + match[1]!.length
    end = from + match[2]!.length
    marks.push({ from, to: end })
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
