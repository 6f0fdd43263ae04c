import { diagnosticsNotation } from './diagnostics/diagnostics-notation.ts'
import { lineNotation } from './lines/line-notation.ts'
import type { Notation } from './notation.ts'
import { type TextKind, textKind } from './text-kind.ts'

/**
 * Each kind and the share of tokens that it must save. Templates are read with some effort, so that a few tokens are not
 * worth it; `lines` are found in source code and prose too, where the original reads best.
 */
const LEAST_SAVINGS: Readonly<Record<TextKind, number>> = {
  log: 0.1,
  listing: 0.1,
  diff: 0.1,
  tests: 0.1,
  trace: 0.1,
  table: 0.1,
  tree: 0.1,
  lines: 0.2,
  diagnostics: 0.1,
}

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
export const TEXT_NOTATIONS: readonly Notation[] = Object.entries(LEAST_SAVINGS).map(
  ([kind, leastSavings]) => {
    const create = kind === 'diagnostics' ? diagnosticsNotation : lineNotation
    return create(kind, leastSavings, (text) => kindOf(text) === kind)
  },
)
