const PATH = '[\\w.-]+#\\d+(?:\\.[\\w$-]+|\\[\\d+\\])*?'
/** A reference to one item of a list. */
const ITEM = new RegExp(`^(=)(${PATH})\\[(\\d+)\\]$`)
/** An object that changes one. */
const CHANGED_ITEM = new RegExp(`^(\\{\\.\\.\\.)(${PATH})\\[(\\d+)\\](\\}| .*\\})$`)
const RANGE = '\\d{1,7}(?:-\\d{1,7})?'
// One index alone belongs to the path: `get#1[0][1-2]` are two items of the list `get#1[0]`.
const SEVERAL = `\\d{1,7}-\\d{1,7}|${RANGE}(?:,${RANGE})+`
const RUN = new RegExp(`(${PATH})\\[(${SEVERAL})\\]`, 'y')

/**
 * Joins neighbours that refer to items of one list: `=search#1[2]`, `=search#1[3]`, `=search#1[7]` become
 * `=search#1[2-3,7]`; objects that change such items alike become `{...search#1[2-3,7] state=open}`.
 */
export function joinRuns(values: readonly string[]): readonly string[] {
  return join(values, (value) => ITEM.exec(value) ?? CHANGED_ITEM.exec(value))
}

/** Joins rows of a table that are references; a row that begins with a changed object has cells. */
export function joinRows(lines: readonly string[]): readonly string[] {
  return join(lines, (line) => ITEM.exec(line))
}

function join(
  values: readonly string[],
  itemOf: (value: string) => RegExpExecArray | null,
): readonly string[] {
  if (!values.some(mayRun)) return values
  const joined: string[] = []
  let last: { readonly key: string; readonly indexes: number[] } | undefined
  for (const value of values) {
    const [, opener, list, index, rest = ''] = (mayRun(value) && itemOf(value)) || []
    const key = `${opener}${list}[${rest}`
    if (opener === undefined || last?.key !== key) joined.push(value)
    if (opener === undefined) last = undefined
    else if (last?.key === key) {
      last.indexes.push(Number(index))
      joined[joined.length - 1] = `${opener}${list}[${writeIndexes(last.indexes)}]${rest}`
    } else last = { key, indexes: [Number(index)] }
  }
  return joined
}

function mayRun(value: string): boolean {
  return value.charCodeAt(0) === EQUALS || value.startsWith('{...')
}

const EQUALS = 61

function writeIndexes(indexes: readonly number[]): string {
  const ranges: string[] = []
  for (let at = 0; at < indexes.length; ) {
    let length = 1
    while (indexes[at + length] === indexes[at]! + length) length += 1
    ranges.push(length === 1 ? `${indexes[at]}` : `${indexes[at]}-${indexes[at]! + length - 1}`)
    at += length
  }
  return ranges.join(',')
}

/** Several items of one list. */
export interface Run {
  readonly end: number
  paths(): Iterable<string>
}

/** The run at an offset; `undefined` where a path names one value or none stands. */
export function runAt(text: string, at: number): Run | undefined {
  RUN.lastIndex = at
  const [whole, list, ranges] = RUN.exec(text) ?? []
  if (whole === undefined) return undefined
  return { end: at + whole.length, paths: () => pathsOf(list!, ranges!) }
}

function* pathsOf(list: string, ranges: string): Generator<string> {
  for (const range of ranges.split(',')) {
    const [first, last = first] = range.split('-').map(Number)
    for (let index = first!; index <= last!; index += 1) yield `${list}[${index}]`
  }
}
