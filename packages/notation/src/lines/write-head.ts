import { isSlot, isStop, type Segment, type Template } from './template.ts'

/** A form that the body uses and the head line explains. */
export type Feature =
  | 'row'
  | 'inline'
  | 'free'
  | 'pad'
  | 'stop'
  | 'repeat'
  | 'table'
  | 'section'
  | 'inner'
  | 'apart'
  | 'run'
  | 'counter'
  | 'value'
  | 'joiner'

/** What the head line says, in the order in which it says it. `$`, `{` and `}` stand for the signs of the text. */
const SENTENCES: readonly (readonly [Feature, string])[] = [
  ['row', '$a x y is line $a with x, y for its {}'],
  ['inline', '$a=L names line L'],
  ['free', '{*} spans blanks'],
  ['pad', '{:9} pads to 9'],
  ['stop', '{@9} pads to column 9'],
  ['repeat', '{1} repeats value 1'],
  ['table', 'after $a: lines are values for its {}'],
  ['value', '$b as a value is its text'],
  ['section', 'after $>P lines begin with P'],
  ['inner', 'after $>>Q with PQ'],
  ['apart', '$<L lacks P'],
  ['joiner', 'after $:, lines are joined by ",", after $: no more'],
  ['counter', 'after $#8: lines are numbered 8:, 9: and so on, after $# no more'],
  ['run', '$3*L is L 3 times'],
]

/** Ends the definitions unless one of them holds such a line. */
export const SHORTEST_RULE = '---'

/** What the first line says whatever the body holds. */
export interface HeadOptions {
  readonly name: string
  readonly sign: string
  readonly crlf: boolean
  /** Said before the marks are explained. */
  readonly sentences: readonly string[]
}

/** The first line: the name, the signs, and what each form that is used means. */
export function headLine(
  { name, sign, crlf, sentences }: HeadOptions,
  brackets: string,
  rule: string,
  used: ReadonlySet<Feature>,
): string {
  const said = SENTENCES.filter(([feature]) => used.has(feature)).map(([, text]) =>
    text.replace(/[${}]/g, (mark) =>
      mark === '$' ? sign : mark === '{' ? brackets[0]! : brackets[1]!,
    ),
  )
  const explained = [...sentences, ...said].join('; ') + '.'
  const longer = rule === SHORTEST_RULE ? '' : ' ' + rule
  return `~${name} ${sign}a=${brackets}${crlf ? ' crlf' : ''}${longer}: ${explained}`
}

/** The text of a template; adds the forms in it to `used`. */
export function templateText(
  { lines, apart }: Template,
  sign: string,
  brackets: string,
  used: Set<Feature>,
): string {
  if (apart !== undefined) used.add('apart')
  return lines
    .map((line, i) => {
      const mark = apart?.[i] === true ? sign + '<' : ''
      return mark + line.map((segment) => segmentText(segment, brackets, used)).join('')
    })
    .join('\n')
}

function segmentText(segment: Segment, brackets: string, used: Set<Feature>): string {
  const [open, close] = [brackets[0]!, brackets[1]!]
  if (typeof segment === 'string') return segment
  if (isSlot(segment)) {
    if (segment.free) used.add('free')
    if (segment.width > 0) used.add('pad')
    return open + (segment.free ? '*' : '') + (segment.width > 0 ? ':' + segment.width : '') + close
  }
  used.add(isStop(segment) ? 'stop' : 'repeat')
  return open + (isStop(segment) ? '@' + segment.column : segment.of + 1) + close
}
