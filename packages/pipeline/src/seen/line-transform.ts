/** How the lines of an earlier part become those of a later one. `same`, or by what happens to their leading numbers. */
export type LineTransform =
  | { readonly kind: 'same' }
  /** `12:code` is `15:code` three lines further down. */
  | { readonly kind: 'shift'; readonly by: number }
  /** `code` is `15:code` in a numbered view, the next line 16. */
  | { readonly kind: 'number'; readonly from: number }
  /** `12:code` is `code` without the view. */
  | { readonly kind: 'strip' }

/** The transform that changes nothing. */
export const SAME: LineTransform = { kind: 'same' }

const NUMBERED = /^(\s*)(\d{1,7})([:|\t].*)$/s
/** Shorter rests (`}` for example) say nothing about where a window was moved. */
const MIN_REST = 8

/** A numbered line taken apart: what stays the same when the number changes, and the number. */
export function splitNumber(
  line: string,
): { readonly rest: string; readonly number: number } | undefined {
  const match = NUMBERED.exec(line)
  if (match === null || match[3]!.length < MIN_REST) return undefined
  return { rest: match[1]! + match[3]!, number: Number(match[2]) }
}

/** The line behind `12:`; `undefined` where the line has no such number, or little behind it. */
export function bodyOf(
  line: string,
): { readonly body: string; readonly number: number } | undefined {
  const colon = line.indexOf(':')
  if (colon < 1 || colon > 7 || line.length - colon < MIN_REST) return undefined
  const digits = line.slice(0, colon)
  return /^\d+$/.test(digits) ? { body: line.slice(colon + 1), number: Number(digits) } : undefined
}

/** One line transformed; `at` counts the lines of the run from 0. `undefined` where the transform does not apply. */
export function transformLine(
  line: string,
  transform: LineTransform,
  at: number,
): string | undefined {
  switch (transform.kind) {
    case 'same':
      return line
    case 'number':
      return `${transform.from + at}:${line}`
    case 'strip': {
      const colon = /^\d{1,7}:/.exec(line)
      return colon === null ? undefined : line.slice(colon[0].length)
    }
    case 'shift': {
      const match = NUMBERED.exec(line)
      const moved = match === null ? -1 : Number(match[2]) + transform.by
      return moved < 0 ? undefined : `${match![1]}${moved}${match![3]}`
    }
  }
}

/** The transform in words, as it stands in a mark; empty for `same`. */
export function renderTransform(transform: LineTransform): string {
  switch (transform.kind) {
    case 'same':
      return ''
    case 'shift':
      return `, numbers ${transform.by > 0 ? '+' : ''}${transform.by}`
    case 'number':
      return `, numbered from ${transform.from}`
    case 'strip':
      return ', no numbers'
  }
}

/** The inverse of `renderTransform`. */
export function parseTransform(words: string | undefined): LineTransform {
  if (words === undefined) return SAME
  const number = Number(/-?\d+$/.exec(words)?.[0])
  if (words.startsWith('numbers')) return { kind: 'shift', by: number }
  return words.startsWith('numbered') ? { kind: 'number', from: number } : { kind: 'strip' }
}
