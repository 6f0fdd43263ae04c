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

/** The notations of line-wise text: one engine, a name per kind, so that the first word says what follows. */
export const TEXT_NOTATIONS: readonly Notation[] = KINDS.map((kind) =>
  lineNotation(kind, (text) => textKind(text) === kind),
)
