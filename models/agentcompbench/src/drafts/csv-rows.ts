const CELL = /"((?:[^"\\]|\\[\s\S])*)"/g

/** Rows of a table whose cells are all quoted, with backslashes before quotes, as objects by header; none where headers repeat. */
export function rowsOfCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = text
    .split('\n')
    .filter((line) => line !== '')
    .map(cellsOf)
  if (header.length < 2 || new Set(header).size !== header.length || header.includes('')) return []
  return rows
    .filter((row) => row.length === header.length)
    .map((row) => Object.fromEntries(row.map((cell, i) => [header[i]!, cell])))
}

function cellsOf(line: string): string[] {
  return Array.from(line.matchAll(CELL), (match) => match[1]!.replace(/\\(.)/g, '$1').trim())
}
