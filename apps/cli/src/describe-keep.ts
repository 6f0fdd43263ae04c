import type { KeepResult } from '@x/classifier'

const whole = new Intl.NumberFormat('en-US')

/** What was kept, in one line, and what else a reader should know, in one line each. */
export function describeKeep(result: KeepResult): string {
  const { tokensBefore, tokensAfter, kind, unit, backend, marks, report } = result
  const share = tokensBefore === 0 ? 100 : (100 * tokensAfter) / tokensBefore
  const kept = `${whole.format(tokensAfter)} of ${whole.format(tokensBefore)} tokens (${share.toFixed(1)}%)`
  const how = `${kind} by ${unit}, ${backend}, ${marks} gap${marks === 1 ? '' : 's'} marked`
  return [`Kept ${kept}: ${how}`, ...report].join('\n')
}
