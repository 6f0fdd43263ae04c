import { lineNotation } from './lines/line-notation.ts'
import type { Notation } from './notation.ts'
import { type TextKind, textKind } from './text-kind.ts'

const KINDS: readonly TextKind[] = [
  'log',
  'listing',
  'diff',
  'tests',
  'trace',
  'table',
  'tree',
  'lines',
]

/** Each notation asks for the kind of the same text in turn: the last answer is kept. */
function rememberKind(): (text: string) => TextKind | undefined {
  let last: { text: string; kind: TextKind | undefined } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, kind: textKind(text) }
    return last.kind
  }
}

const kindOf = rememberKind()

/** The notations of line-wise text: one engine, a name per kind, so that the first word says what follows. */
export const TEXT_NOTATIONS: readonly Notation[] = KINDS.map((kind) =>
  lineNotation(kind, (text) => kindOf(text) === kind),
)
