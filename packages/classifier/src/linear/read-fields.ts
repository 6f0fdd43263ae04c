import { SHAPES, shapeOf } from '../encoder/string-shape.ts'
import type { Idf } from '../idf/idf.ts'
import type { Unit } from '../text/unit.ts'
import { type AskedRows, compareRows } from './asked-rows.ts'
import { percentiles } from './buckets.ts'
import { findSiblings, type Siblings } from './siblings.ts'

/** What is known of a tool result besides its text. */
export interface FieldContext {
  /** The last message of the user and the call; empty where not known. */
  readonly query: string
  /** Strings of earlier messages, in lower case. */
  readonly earlier: ReadonlySet<string>
  /**
   * How many strings those messages have, where `earlier` holds only those of this text.
   * @default the size of `earlier`
   */
  readonly earlierCount?: number | undefined
  readonly idf: Idf
}

/** What is known of the whole text. */
export interface Fields {
  readonly units: readonly Unit[]
  readonly context: FieldContext
  readonly siblings: Siblings
  readonly asked: AskedRows
  readonly old: Int32Array
  readonly fresh: readonly (readonly string[])[]
  readonly rarest: Float64Array
  readonly gain: Float64Array
  readonly gainShare: Float64Array
  readonly count: ReadonlyMap<string, number>
  readonly first: ReadonlyMap<string, number>
  readonly rarity: ReadonlyMap<string, number>
  readonly rarityShare: ReadonlyMap<string, number>
  readonly rowOld: Int32Array
  readonly rowFresh: Int32Array
  readonly rowOldShare: Float64Array
  readonly rowIndex: Int32Array
  readonly distinct: Float64Array
  readonly shapeShare: Float64Array
  readonly cost: number
}

/** Reads what features need of a text. */
export function readFields(units: readonly Unit[], context: FieldContext): Fields {
  const siblings = findSiblings(units)
  const { earlier, idf } = context
  const fresh = units.map(({ strings }) => [...strings.keys()].filter((s) => !earlier.has(s)))
  const old = Int32Array.from(units, ({ strings }, i) => strings.size - fresh[i]!.length)
  const strings = [...new Set(fresh.flat())]
  const rarities = strings.map(idf.ofString)
  const shares = percentiles(rarities)
  const rarity = new Map(strings.map((string, i) => [string, rarities[i]!]))
  const gain = Float64Array.from(
    units,
    ({ cost }, i) => fresh[i]!.reduce((sum, s) => sum + rarity.get(s)!, 0) / cost,
  )
  const rowOld = rowSums(siblings, old)
  return {
    units,
    context,
    siblings,
    asked: compareRows(units, siblings, context.query, idf),
    old,
    fresh,
    rarity,
    rarityShare: new Map(strings.map((string, i) => [string, shares[i]!])),
    rarest: Float64Array.from(fresh, (all) => Math.max(0, ...all.map((s) => rarity.get(s)!))),
    gain,
    gainShare: percentiles(gain),
    ...placesInRows(siblings),
    ...placesOfStrings(units),
    rowOld,
    rowOldShare: percentiles(rowOld),
    rowFresh: rowSums(
      siblings,
      fresh.map(({ length }) => length),
    ),
    distinct: distinctShares(units, siblings),
    shapeShare: shapeShares(units),
    cost: units.reduce((sum, { cost }) => sum + cost, 0),
  }
}

function rowSums({ rows }: Siblings, values: ArrayLike<number>): Int32Array {
  return Int32Array.from(rows, (row) => row.reduce((sum, index) => sum + values[index]!, 0))
}

function placesInRows({ rows, rowOf }: Siblings): Pick<Fields, 'rowIndex'> {
  const rowIndex = new Int32Array(rowOf.length)
  for (const row of rows) for (const [at, index] of row.entries()) rowIndex[index] = at
  return { rowIndex }
}

/** In how many units each string stands, and the first of them. */
function placesOfStrings(units: readonly Unit[]): Pick<Fields, 'count' | 'first'> {
  const count = new Map<string, number>()
  const first = new Map<string, number>()
  for (const { strings, index } of units) {
    for (const string of strings.keys()) {
      count.set(string, (count.get(string) ?? 0) + 1)
      if (!first.has(string)) first.set(string, index)
    }
  }
  return { count, first }
}

/** For each unit the share of distinct values among its kin. */
function distinctShares(units: readonly Unit[], { kinOf }: Siblings): Float64Array {
  const shares = new Float64Array(units.length)
  for (const kin of new Set(kinOf)) {
    const share = new Set(kin.map((index) => units[index]!.value)).size / kin.length
    for (const index of kin) shares[index] = share
  }
  return shares
}

/** For each shape its share of the strings. */
function shapeShares(units: readonly Unit[]): Float64Array {
  const counts = new Float64Array(SHAPES)
  let all = 0
  for (const { strings } of units) {
    for (const shown of strings.values()) counts[shapeOf(shown)]! += 1
    all += strings.size
  }
  return counts.map((count) => count / Math.max(1, all))
}
