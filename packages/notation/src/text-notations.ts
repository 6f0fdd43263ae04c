import { diagnosticsNotation } from './diagnostics/diagnostics-notation.ts'
import { type LineLimits, lineNotation } from './lines/line-notation.ts'
import type { Notation } from './notation.ts'
import { type TextKind, textKind } from './text-kind.ts'

/** Templates are read with some effort, so that a few tokens are not worth it. */
const KNOWN: LineLimits = { leastSavings: 0.1, leastShared: 0 }

/** `lines` are found in source code and prose too, where the original reads best, and mining mostly is in vain. */
const LIMITS: Readonly<Record<TextKind, LineLimits>> = {
  log: KNOWN,
  listing: KNOWN,
  diff: KNOWN,
  tests: KNOWN,
  trace: KNOWN,
  table: KNOWN,
  tree: KNOWN,
  lines: { leastSavings: 0.2, leastShared: 0.26 },
  diagnostics: KNOWN,
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
export const TEXT_NOTATIONS: readonly Notation[] = Object.entries(LIMITS).map(([kind, limits]) => {
  const create = kind === 'diagnostics' ? diagnosticsNotation : lineNotation
  return create(kind, limits, (text) => kindOf(text) === kind)
})
