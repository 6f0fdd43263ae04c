import type { SpanKind } from './kind.ts'
import type { Line } from './line.ts'
import type { QuotedBlock } from './quoted-blocks.ts'
import type { Speakers } from './speakers.ts'

/** What stands around a line. */
export interface Surroundings {
  readonly before: Line | undefined
  readonly after: Line | undefined
  /** Whether the line stands in a hunk of a diff or in the message of a commit. */
  readonly isInDiff: boolean
  /** Whether the line stands in a JSON value that fills its lines. */
  readonly isInJson: boolean
  /** What the line continues that began within quotes before. */
  readonly block: QuotedBlock | undefined
  /** Points of the line as prose, with what stands before its words and without. */
  readonly prose: number
  readonly words: number
  /** Who speaks in the section, where anyone does. */
  readonly speakers: Speakers
}

/** One way in which a kind looks: a source of logs, a dialect of tables, a language's traces. */
export interface Form {
  readonly name: string
  /**
   * How well the form explains a line that is not blank, in points: 4 and more for what only it writes, 1 to 3 for what
   * is usual in it, 0 for what tells nothing, below for what it would not write.
   */
  score(line: Line, around: Surroundings): number
  /** Points of a blank line. @default 0 */
  readonly blank?: number
  /** What a line must match for `otherwise` not to be the answer; forms of one kind are asked together. */
  readonly gate?: RegExp
  readonly otherwise?: Form['score']
}

/** What tells one kind: its forms, and what its texts usually hold without ceasing to be of the kind. */
export interface Probe {
  readonly kind: SpanKind
  readonly forms: readonly Form[]
  readonly holds?: readonly SpanKind[]
  /** Share of a text from which the kind counts what it holds. @default 0.15 */
  readonly holdsFrom?: number
}

/** A pattern for the beginning of a line, blanks before it left out or not, and its points. */
export type Rule = readonly [pattern: RegExp, points: number]

/** A form told by patterns: the first that matches gives the points, `otherwise` answers where none does. */
export function formOfRules(
  name: string,
  rules: readonly Rule[],
  otherwise: Form['score'],
  blank = 0,
): Form {
  const gate = unionOf(rules.map(([pattern]) => pattern))
  return {
    name,
    blank,
    gate,
    otherwise,
    score(line, around) {
      if (line.isContinued || !gate.test(line.text)) return otherwise(line, around)
      for (const [pattern, points] of rules) if (pattern.test(line.text)) return points
      return otherwise(line, around)
    },
  }
}

/** The same form, which also explains whatever stands in a block of quotes. */
export function withinBlock(block: QuotedBlock, points: number, form: Form): Form {
  const within =
    (score: Form['score']): Form['score'] =>
    (line, around) =>
      around.block === block ? points : score(line, around)
  const { otherwise } = form
  return {
    ...form,
    score: within(form.score),
    ...(otherwise === undefined ? {} : { otherwise: within(otherwise) }),
  }
}

/** One pattern that matches where any of some does, and perhaps elsewhere: most lines match none, and are asked once. */
export function unionOf(patterns: readonly RegExp[]): RegExp {
  const flags = [...new Set(patterns.flatMap((pattern) => [...pattern.flags]))].join('')
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), flags)
}
