import { affixLengths, constantOf } from './columns.ts'
import type { Estimator } from './estimate.ts'
import type { FieldLine } from './fields.ts'

/** A distinct line and how often it stands in the text. */
export interface MinedLine {
  readonly line: FieldLine
  readonly content: string
  /** See `lineKey`. */
  readonly key: string
  readonly count: number
}

/** Lines that share a template, and the tokens that it saves, roughly. */
export interface Cluster {
  readonly lines: readonly MinedLine[]
  readonly gain: number
}

/** Splits are tried on the places with the fewest different values. */
const PLACES_TRIED = 6
const DEEPEST = 10
const MOST_FIELDS = 256
/** Stands for the split of lines that repeat as they are from those that do not. */
const WHOLE_LINE = -1
/** A template costs its text, a line, a name, and a reader's attention. */
const DEFINITION_TOKENS = 8
/** A line that repeats as it is gets its name where it first stands. */
const NAMING_TOKENS = 3
const SEPARATOR_TOKENS = 0.6
const NAME_TOKENS = 1
const PADDING_TOKENS = 0.8

/**
 * Groups lines so that the lines of a group share one template. Like IPLoM (Makanju et al., KDD 2009) it starts from
 * the number of fields and splits by the values of one place, but it takes the split that saves the most tokens, the
 * template paid. Groups whose template does not pay are left out. `splitTokens` is what one more template must save on top:
 * rows of one template that follow each other need no names, and a reader keeps fewer of them in mind.
 */
export function clusterLines(
  lines: readonly MinedLine[],
  estimate: Estimator,
  splitTokens: number,
): Cluster[] {
  const costs = { estimate, splitTokens }
  const byShape = new Map<string, CostedLine[]>()
  for (const mined of withCosts(lines, estimate)) {
    const { fields, tail } = mined.line
    if (fields.length === 0 || fields.length > MOST_FIELDS) continue
    const shape = fields.length + '\0' + tail + (mined.line.isTable ? '|' : '')
    const group = byShape.get(shape)
    if (group === undefined) byShape.set(shape, [mined])
    else group.push(mined)
  }
  return [...byShape.values()].flatMap((group) => splitGroup(group, costs))
}

interface Costs {
  readonly estimate: Estimator
  readonly splitTokens: number
}

/** A line with what its fields cost: splits ask again and again. */
interface CostedLine extends MinedLine {
  /** Tokens of each field. */
  readonly tokens: readonly number[]
  /** Of each field what it saves as a value: against its tokens and a separator, or a name and a share of its definition. */
  readonly savedAsValue: readonly number[]
}

function withCosts(lines: readonly MinedLine[], estimate: Estimator): CostedLine[] {
  const uses = new Map<string, number>()
  for (const { line, count } of lines) {
    for (const field of line.fields) uses.set(field, (uses.get(field) ?? 0) + count)
  }
  return lines.map((mined) => {
    const { fields } = mined.line
    const tokens = fields.map(estimate)
    const savedAsValue = tokens.map((own, i) => {
      const named = NAME_TOKENS + (own + 3) / uses.get(fields[i]!)!
      return own - Math.min(own + SEPARATOR_TOKENS, named)
    })
    return { ...mined, tokens, savedAsValue }
  })
}

function splitGroup(group: CostedLine[], costs: Costs): Cluster[] {
  const done: Cluster[] = []
  const open = [{ rows: group, depth: 0, tried: new Set<number>() }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { rows, depth, tried } = next
    const whole = gainOf(rows, costs)
    const canSplit = depth < DEEPEST && !rows[0]!.line.isTable
    const split = canSplit ? bestSplit(rows, whole, tried, costs) : undefined
    if (split === undefined) {
      if (whole > 0) done.push({ lines: rows, gain: whole })
      continue
    }
    for (const part of split.parts) open.push({ rows: part, depth: depth + 1, tried: new Set() })
    if (split.rest.length > 0) {
      open.push({ rows: split.rest, depth: depth + 1, tried: new Set([...tried, split.place]) })
    }
  }
  return done
}

interface Split {
  readonly place: number
  readonly parts: CostedLine[][]
  readonly rest: CostedLine[]
}

function bestSplit(
  rows: readonly CostedLine[],
  whole: number,
  tried: ReadonlySet<number>,
  costs: Costs,
): Split | undefined {
  if (rows.length < 2) return undefined
  let best: Split | undefined
  let bestGain = Math.max(whole, 0)
  const consider = (place: number, keyOf: (row: CostedLine) => string) => {
    const { parts, rest, gain } = splitBy(rows, keyOf, costs)
    if (gain - parts.length * costs.splitTokens <= bestGain || parts.length === 0) return
    best = { place, parts, rest }
    bestGain = gain - parts.length * costs.splitTokens
  }
  for (const place of placesToTry(rows, tried)) consider(place, ({ line }) => line.fields[place]!)
  const last = rows[0]!.line.fields.length - 1
  if (!tried.has(last)) consider(last, ({ line }) => extensionOf(line.fields[last]!))
  if (!tried.has(WHOLE_LINE)) consider(WHOLE_LINE, ({ content }) => content)
  return best
}

/** `.ts` of a file name; nothing for other values. */
function extensionOf(value: string): string {
  return /\.[A-Za-z][A-Za-z0-9]{0,5}$/.exec(value)?.[0] ?? ''
}

function placesToTry(rows: readonly CostedLine[], tried: ReadonlySet<number>): number[] {
  const places: { place: number; distinct: number }[] = []
  for (let place = 0; place < rows[0]!.line.fields.length; place += 1) {
    if (tried.has(place)) continue
    const distinct = new Set(rows.map((row) => row.line.fields[place])).size
    if (distinct > 1 && distinct <= rows.length * 0.75 + 1) places.push({ place, distinct })
  }
  places.sort((a, b) => a.distinct - b.distinct || a.place - b.place)
  return places.slice(0, PLACES_TRIED).map(({ place }) => place)
}

function splitBy(rows: readonly CostedLine[], keyOf: (row: CostedLine) => string, costs: Costs) {
  const byValue = new Map<string, CostedLine[]>()
  for (const row of rows) {
    const value = keyOf(row)
    const group = byValue.get(value)
    if (group === undefined) byValue.set(value, [row])
    else group.push(row)
  }
  const parts: CostedLine[][] = []
  const rest: CostedLine[] = []
  let gain = 0
  for (const group of byValue.values()) {
    const own = gainOf(group, costs)
    if (own > 0) {
      parts.push(group)
      gain += own
    } else rest.push(...group)
  }
  if (byValue.size < 2) return { parts: [], rest: [], gain: 0 }
  if (rest.length > 0) gain += Math.max(0, gainOf(rest, costs))
  return { parts, rest, gain }
}

/** Tokens saved by one template for these lines: what the rows leave out, less the template itself. */
function gainOf(rows: readonly CostedLine[], costs: Costs): number {
  let occurrences = 0
  for (const row of rows) occurrences += row.count
  if (occurrences < 2) return 0
  if (rows.length === 1) {
    return (occurrences - 1) * (costs.estimate(rows[0]!.content) - NAME_TOKENS) - NAMING_TOKENS
  }
  let saved = -occurrences + paddingTokens(rows)
  let definition = DEFINITION_TOKENS
  for (let place = 0; place < rows[0]!.line.fields.length; place += 1) {
    const at = savedAt(rows, place, occurrences, costs)
    saved += at.saved
    definition += at.definition
  }
  return saved - definition
}

/** Padding takes a token a gap; a template writes it once. */
function paddingTokens(rows: readonly CostedLine[]): number {
  let tokens = 0
  for (const { line, count } of rows) {
    for (const gap of line.gaps) if (gap.length > 1) tokens += count * PADDING_TOKENS
  }
  return tokens
}

function savedAt(rows: readonly CostedLine[], place: number, occurrences: number, costs: Costs) {
  const values = rows.map((row) => row.line.fields[place]!)
  const first = values[0]!
  if (constantOf(values) !== undefined) {
    const tokens = rows[0]!.tokens[place]!
    return { saved: tokens * occurrences, definition: tokens }
  }
  const last = values.at(-1)!
  let affixes = -SEPARATOR_TOKENS
  if (first[0] === last[0] || first.at(-1) === last.at(-1)) {
    const { before, after } = affixLengths(values)
    const { estimate } = costs
    affixes += estimate(first.slice(0, before)) + estimate(first.slice(first.length - after))
  }
  let named = 0
  for (const { count, savedAsValue } of rows) named += count * savedAsValue[place]!
  const whole = affixes * occurrences
  return named > whole ? { saved: named, definition: 1 } : { saved: whole, definition: affixes + 2 }
}
