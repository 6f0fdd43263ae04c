import { askedTerms, overlapOf } from '../encoder/query-overlap.ts'
import type { Idf } from '../idf/idf.ts'
import { termsOf } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'
import type { Siblings } from './siblings.ts'

/** How units, and what stands around them, overlap with a query: shares of the query's weight. */
export interface AskedRows {
  readonly units: Float64Array
  /** For each unit its row in JSON, the unit and the next two elsewhere. */
  readonly records: Float64Array
  /** For each unit, how its record compares to the best record of its kin, 0 to 1; 0 where none overlaps. */
  readonly ratios: Float64Array
  /** For each unit, how many of its kin have a better record. */
  readonly ranks: Int32Array
  /** The first letters of the query's terms. */
  readonly stems: ReadonlyMap<string, number>
  readonly terms: ReadonlyMap<string, number>
}

const LINES_OF_RECORD = 3

/** Compares units with a query; everything is 0 without one. */
export function compareRows(
  units: readonly Unit[],
  { rowOf, rows, kinOf, isJson }: Siblings,
  query: string,
  idf: Idf,
): AskedRows {
  const { terms, stems, weight } = askedTerms(query, idf)
  const asked = { terms, stems, weight }
  const unitTerms = units.map(({ value }) => termsOf(value))
  const alone = overlapOf(unitTerms, asked).shares
  const records = new Float64Array(units.length)
  if (isJson) {
    const rowTerms = rows.map((row) => row.flatMap((index) => unitTerms[index]!))
    const shares = overlapOf(rowTerms, asked).shares
    for (const index of units.keys()) records[index] = shares[rowOf[index]!]!
  } else {
    for (const index of units.keys()) {
      records[index] = Math.max(...alone.subarray(index, index + LINES_OF_RECORD))
    }
  }
  return { units: alone, records, ...compareKin(records, kinOf), stems, terms }
}

function compareKin(records: Float64Array, kinOf: Siblings['kinOf']) {
  const ratios = new Float64Array(records.length)
  const ranks = new Int32Array(records.length)
  for (const kin of new Set(kinOf)) {
    const order = [...kin].sort((a, b) => records[b]! - records[a]!)
    const best = records[order[0]!]!
    let rank = 0
    for (const [at, index] of order.entries()) {
      if (at > 0 && records[index]! < records[order[at - 1]!]!) rank = at
      ranks[index] = rank
      ratios[index] = best === 0 ? 0 : records[index]! / best
    }
  }
  return { ratios, ranks }
}
