const ITEM = /^(=.*)\[(\d+)\]$/
const RUN = /^(.*)\[(\d{1,7})-(\d{1,7})\]$/

/** Joins lines that refer to one item after the other: `=search#1[2]`, `=search#1[3]` become `=search#1[2-3]`. */
export function joinRuns(lines: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < lines.length; ) {
    const [, list, first] = ITEM.exec(lines[at]!) ?? []
    let length = 1
    if (list !== undefined) {
      while (lines[at + length] === `${list}[${Number(first) + length}]`) length += 1
    }
    joined.push(length === 1 ? lines[at]! : `${list}[${first}-${Number(first) + length - 1}]`)
    at += length
  }
  return joined
}

/** The paths that one reference in a row's place stands for, at most so many. */
export function pathsOfRun(path: string, limit: number): readonly string[] {
  const [, list, first, last] = RUN.exec(path) ?? []
  const count = Number(last) - Number(first) + 1
  if (list === undefined || count < 1 || count > limit) return [path]
  return Array.from({ length: count }, (_, at) => `${list}[${Number(first) + at}]`)
}
