import { stemOf } from '../encoder/query-overlap.ts'
import { stringsIn } from '../encoder/strings-in.ts'
import { isWanted, wantedBy } from '../encoder/wanted-answer.ts'
import { type Family, idfOf } from '../idf/tables.ts'
import { STOP_WORDS } from '../text/stop-words.ts'
import { termsOf } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'
import { bm25 } from './bm25.ts'

/** How well a unit matches a query. */
export interface Match {
  /** The more, the better. */
  readonly score: number
  /** Its score or that of its row, by the best one: from 0 to 1. */
  readonly share: number
}

/** What units beside a match, answers of the wanted kind and forms of an asked word add. */
const NEIGHBOUR = 0.35
const WANTED = 0.5
const SAME_STEM = 0.2

/**
 * Matches units with a query: BM25, a share of the better neighbour's, and a little for what may be an answer of the kind
 * that is asked for and for another form of an asked word.
 */
export function matchUnits(units: readonly Unit[], query: string, family: Family): Match[] {
  const terms = units.map((unit) =>
    termsOf(unit.nodes.length > 0 ? `${unit.key} ${unit.value}` : unit.value),
  )
  const own = bm25(terms, query, idfOf(family))
  const stems = new Set(
    termsOf(query).flatMap((term) => (STOP_WORDS.has(term) ? [] : [stemOf(term)])),
  )
  const wanted = wantedBy(query)
  const rows = bestOfRows(units, own)
  const best = Math.max(1e-9, rows.best)
  return units.map((unit, i) => {
    const isAnswer =
      wanted !== undefined &&
      stringsIn(unit.value, 0, unit.value.length).some(({ shown }, at) =>
        isWanted(wanted, shown, at === 0),
      )
    const hasStem = terms[i]!.some((term) => stems.has(stemOf(term)))
    const near = Math.max(own[i - 1] ?? own[i]!, own[i + 1] ?? own[i]!)
    const score = own[i]! + NEIGHBOUR * near + (isAnswer ? WANTED : 0) + (hasStem ? SAME_STEM : 0)
    return { score, share: rows.of(unit, own[i]!) / best }
  })
}

interface Rows {
  readonly best: number
  of(unit: Unit, own: number): number
}

/** A field matches as its row does. */
function bestOfRows(units: readonly Unit[], scores: Float64Array): Rows {
  const rows = new Map<number, number>()
  let best = 0
  for (const [i, unit] of units.entries()) {
    const row = rowOf(unit)
    best = Math.max(best, scores[i]!)
    if (row !== undefined) rows.set(row, Math.max(scores[i]!, rows.get(row) ?? 0))
  }
  const of = (unit: Unit, own: number) => Math.max(own, rows.get(rowOf(unit) ?? -1) ?? 0)
  return { best, of }
}

function rowOf(unit: Unit): number | undefined {
  return unit.opens.findLast((container) => container.isElement)?.id
}
