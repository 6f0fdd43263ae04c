import { type Frame, gutterWidth, type Location } from './frame.ts'
import { carets, type Pointers, tees, tildes } from './pointers.ts'
import { drawSpan } from './spans.ts'

/** What of a frame is drawn. */
export type Drawn = Pick<Frame, 'location' | 'rows' | 'span'>

/** How one family of compilers draws frames. A style is one row of `STYLES`. */
export interface FrameStyle {
  /** How its frames begin: stands in the first line of a shortened text. */
  readonly name: string
  readonly pointers: Pointers
  /** The line above the source; matches file, line and column. Absent where there is none. */
  readonly opener: RegExp | undefined
  /** A row with a number, and one without: what stands behind the gutter is the last group. */
  readonly source: RegExp
  readonly note: RegExp
  /** The line below the source, where every frame has one. */
  readonly footer: RegExp | undefined
  /** An empty row follows the opener. */
  readonly opensEmpty: boolean
  /** Frames without a place show fixes. */
  readonly hasFixes: boolean
  /** Marks over several lines are drawn as a rule on the left of them. */
  readonly hasSpans: boolean
  spell(frame: Drawn): string[]
}

/** Rows of a fix are drawn in the `rust` style only. */
export const FIX_ROWS: Readonly<Record<'source' | 'added' | 'removed' | 'gap', RegExp>> = {
  source: /^(\d+) *\|(?: (.*))?$/,
  added: /^(\d+) *\+(?: (.*))?$/,
  removed: /^ +-(?: (.*))?$/,
  gap: /^-{80}$/,
}

/** A row whose text is empty has no blank behind the bar. */
function behind(bar: string, text: string): string {
  return text === '' ? bar : bar + ' ' + text
}

function place({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`
}

/** `rustc`, `ruff`, and whoever draws like them; a fix is drawn without a place. */
const rust: FrameStyle = {
  name: '-->',
  pointers: carets(),
  opener: /^ +--> (.+):(\d+):(\d+)$/,
  source: /^ *(\d+) \|(?: (.*))?$/,
  note: /^ +\|(?: (.*))?$/,
  footer: undefined,
  opensEmpty: true,
  hasFixes: true,
  hasSpans: true,
  spell({ location, rows: bare, span }) {
    const rows = span && location ? drawSpan(bare, location, span) : bare
    const width = gutterWidth(rows)
    const side = ' '.repeat(width + 1)
    const lines = [side + '|']
    if (location !== undefined) lines.unshift(' '.repeat(width) + '--> ' + place(location))
    const pad = (number: number) =>
      location === undefined ? String(number).padEnd(width) : String(number).padStart(width)
    for (const row of rows) {
      if (row.kind === 'gap') lines.push(GAP)
      else if ('number' in row) lines.push(`${pad(row.number)} ${behind(BARS[row.kind], row.text)}`)
      else lines.push(side + behind(BARS[row.kind], row.text))
    }
    if (rows.at(-1)?.kind !== 'note') lines.push(side + '|')
    return lines
  },
}

const GAP = '-'.repeat(80)
const BARS = { source: '|', note: '|', added: '+', removed: '-' } as const

/** `miette` (oxlint and others): rounded corners. */
const miette: FrameStyle = {
  name: '╭─',
  pointers: tees(),
  opener: /^ +╭─\[(.+):(\d+):(\d+)\]$/,
  source: /^ +(\d+) │ (.*)$/,
  note: /^ +·(?: (.*))?$/,
  footer: /^ +╰────$/,
  opensEmpty: false,
  hasFixes: false,
  hasSpans: false,
  spell({ location, rows }) {
    const width = gutterWidth(rows)
    const side = ' '.repeat(width + 2)
    const lines = location === undefined ? [] : [side + '╭─[' + place(location) + ']']
    for (const row of rows) {
      if (row.kind === 'source') lines.push(` ${String(row.number).padStart(width)} │ ${row.text}`)
      else if (row.kind === 'note') lines.push(side + behind('·', row.text))
    }
    lines.push(side + '╰────')
    return lines
  },
}

/** `codespan` (Gleam, Move and others): square corners. */
const codespan: FrameStyle = {
  name: '┌─',
  pointers: carets(),
  opener: /^ +┌─ (.+):(\d+):(\d+)$/,
  source: /^ *(\d+) │(?: (.*))?$/,
  note: /^ +│(?: (.*))?$/,
  footer: undefined,
  opensEmpty: true,
  hasFixes: false,
  hasSpans: false,
  spell({ location, rows }) {
    const width = gutterWidth(rows)
    const side = ' '.repeat(width + 1)
    const lines = location === undefined ? [] : [side + '┌─ ' + place(location)]
    lines.push(side + '│')
    for (const row of rows) {
      if (row.kind === 'source') {
        lines.push(String(row.number).padStart(width) + ' ' + behind('│', row.text))
      } else if (row.kind === 'note') lines.push(side + behind('│', row.text))
    }
    return lines
  },
}

const GCC_WIDTH = 5

/** `gcc` and `clang`: the place stands in the line of the message. */
const gcc: FrameStyle = {
  name: '|',
  pointers: tildes(),
  opener: undefined,
  source: /^ {0,4}(\d{1,5}) \|(?: (.*))?$/,
  note: /^ {6}\|(?: (.*))?$/,
  footer: undefined,
  opensEmpty: false,
  hasFixes: false,
  hasSpans: false,
  spell({ rows }) {
    const side = ' '.repeat(GCC_WIDTH + 1)
    return rows.flatMap((row) => {
      if (row.kind === 'source') {
        return [String(row.number).padStart(GCC_WIDTH) + ' ' + behind('|', row.text)]
      }
      return row.kind === 'note' ? [side + behind('|', row.text)] : []
    })
  },
}

/** Every style, in the order in which a text is looked through for its frames. */
export const STYLES: readonly FrameStyle[] = [rust, miette, codespan, gcc]

/** The style of that name. */
export function styleNamed(name: string): FrameStyle | undefined {
  return STYLES.find((style) => style.name === name)
}
