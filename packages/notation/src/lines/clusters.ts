import { affixLengths, constantOf } from './columns.ts'
import type { Estimator } from './estimate.ts'
import type { FieldLine } from './fields.ts'

/** A distinct line and how often it stands in the text. */
export interface MinedLine {
  readonly line: FieldLine
  readonly content: string
  readonly count: number
}

/** Splits are tried on the places with the fewest different values. */
const PLACES_TRIED = 6
const DEEPEST = 10
const MOST_FIELDS = 64

/**
 * Groups lines so that the lines of a group share one template. Like IPLoM (Makanju et al., KDD 2009) it starts from
 * the number of fields and splits by the values of one place, but it takes the split that saves the most tokens, the
 * template paid. Groups whose template does not pay are left out.
 */
export function clusterLines(lines: readonly MinedLine[], estimate: Estimator): MinedLine[][] {
  const byShape = new Map<string, MinedLine[]>()
  for (const mined of lines) {
    const { fields, tail } = mined.line
    if (fields.length === 0 || fields.length > MOST_FIELDS) continue
    const shape = fields.length + '\0' + tail
    const group = byShape.get(shape)
    if (group === undefined) byShape.set(shape, [mined])
    else group.push(mined)
  }
  return [...byShape.values()].flatMap((group) => splitGroup(group, estimate))
}

function splitGroup(group: MinedLine[], estimate: Estimator): MinedLine[][] {
  const done: MinedLine[][] = []
  const open = [{ rows: group, depth: 0, tried: new Set<number>() }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { rows, depth, tried } = next
    const whole = gainOf(rows, estimate)
    const split = depth < DEEPEST ? bestSplit(rows, whole, tried, estimate) : undefined
    if (split === undefined) {
      if (whole > 0) done.push(rows)
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
  readonly parts: MinedLine[][]
  readonly rest: MinedLine[]
}

function bestSplit(
  rows: readonly MinedLine[],
  whole: number,
  tried: ReadonlySet<number>,
  estimate: Estimator,
): Split | undefined {
  if (rows.length < 2) return undefined
  let best: Split | undefined
  let bestGain = Math.max(whole, 0)
  for (const place of placesToTry(rows, tried)) {
    const { parts, rest, gain } = splitAt(rows, place, estimate)
    if (gain > bestGain && parts.length > 0) {
      best = { place, parts, rest }
      bestGain = gain
    }
  }
  return best
}

function placesToTry(rows: readonly MinedLine[], tried: ReadonlySet<number>): number[] {
  const places: { place: number; distinct: number }[] = []
  for (let place = 0; place < rows[0]!.line.fields.length; place += 1) {
    if (tried.has(place)) continue
    const distinct = new Set(rows.map((row) => row.line.fields[place])).size
    if (distinct > 1 && distinct <= rows.length * 0.75 + 1) places.push({ place, distinct })
  }
  places.sort((a, b) => a.distinct - b.distinct || a.place - b.place)
  return places.slice(0, PLACES_TRIED).map(({ place }) => place)
}

function splitAt(rows: readonly MinedLine[], place: number, estimate: Estimator) {
  const byValue = new Map<string, MinedLine[]>()
  for (const row of rows) {
    const value = row.line.fields[place]!
    const group = byValue.get(value)
    if (group === undefined) byValue.set(value, [row])
    else group.push(row)
  }
  const parts: MinedLine[][] = []
  const rest: MinedLine[] = []
  let gain = 0
  for (const group of byValue.values()) {
    const own = gainOf(group, estimate)
    if (own > 0) {
      parts.push(group)
      gain += own
    } else rest.push(...group)
  }
  if (rest.length > 0) gain += Math.max(0, gainOf(rest, estimate))
  return { parts, rest, gain }
}

/** Tokens saved by one template for these lines: what they share, less a name per line and the template itself. */
function gainOf(rows: readonly MinedLine[], estimate: Estimator): number {
  let occurrences = 0
  for (const row of rows) occurrences += row.count
  if (occurrences < 2) return 0
  let shared = 0
  let slots = 0
  for (let place = 0; place < rows[0]!.line.fields.length; place += 1) {
    const tokens = sharedAt(rows, place, estimate)
    shared += tokens.shared
    slots += tokens.slots
  }
  return occurrences * (shared - 1) - shared - slots - 4
}

function sharedAt(rows: readonly MinedLine[], place: number, estimate: Estimator) {
  const first = rows[0]!.line.fields[place]!
  const second = rows[1]?.line.fields[place]
  if (second !== undefined && first[0] !== second[0] && first.at(-1) !== second.at(-1)) {
    return { shared: 0, slots: 1 }
  }
  const values = rows.map((row) => row.line.fields[place]!)
  const constant = constantOf(values)
  if (constant !== undefined) return { shared: estimate(constant), slots: 0 }
  const { before, after } = affixLengths(values)
  const affixes = estimate(first.slice(0, before)) + estimate(first.slice(first.length - after))
  return { shared: Math.max(0, affixes - 0.5), slots: 1 }
}
