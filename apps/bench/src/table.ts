/** A cell: text as it is, or a number with its digits already chosen by the caller. */
export type Cell = string | number

/** A markdown table; columns whose every cell starts with a digit, sign or tilde are right-aligned. */
export function markdownTable(
  head: readonly string[],
  rows: ReadonlyArray<readonly Cell[]>,
): string {
  const isNumeric = head.map((_, column) =>
    rows.every((row) => /^[\d<>~+-]|^$/.test(String(row[column] ?? ''))),
  )
  const line = (cells: readonly Cell[]): string => `| ${cells.map(String).join(' | ')} |`
  const rule = `|${isNumeric.map((right) => (right ? '--:' : '---')).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
