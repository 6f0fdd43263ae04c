import { scanJson } from '../json/scan-json.ts'
import { jsonUnits, mergeRows } from './json-units.ts'
import { lineUnits, sentenceUnits, wordUnits } from './line-units.ts'
import { countPieces } from './pieces.ts'
import { stringsOf } from './strings.ts'
import type { FoundUnit, Grain, Unit } from './unit.ts'

/** Options of `unitsOf`. */
export interface UnitOptions {
  /**
   * Strings that are not data, in lower case.
   * @default an empty set
   */
  readonly common?: ReadonlySet<string>
}

/**
 * Cuts a text into units with their places in it, in order. `field` and `row` cut JSON by its values and fall back to
 * lines for whatever else; lines and JSON strings of more than 400 characters are cut into sentences.
 *
 * @example unitsOf('{"id":"A7","n":1}', 'field').map((unit) => unit.key) // ['id', 'n']
 */
export function unitsOf(text: string, grain: Grain, { common }: UnitOptions = {}): Unit[] {
  return find(text, grain).map(({ shown, ids, ...unit }, index) => ({
    ...unit,
    index,
    cost: Math.max(1, countPieces(shown)),
    strings: stringsOf([unit.value, ...ids].join(' '), common),
  }))
}

/** The pieces of all units and of the containers around them: what a rate is a share of. */
export function totalCost(units: readonly Unit[]): number {
  const containers = new Map(units.flatMap((unit) => unit.opens.map(({ id, cost }) => [id, cost])))
  const sum = (numbers: Iterable<number>) => Array.from(numbers).reduce((a, b) => a + b, 0)
  return sum(units.map((unit) => unit.cost)) + sum(containers.values())
}

function find(text: string, grain: Grain): FoundUnit[] {
  if (grain === 'word') return wordUnits(text)
  if (grain === 'sentence') return sentenceUnits(text)
  const tree = grain === 'line' ? undefined : scanJson(text)
  if (tree === undefined) return lineUnits(text)
  const fields = jsonUnits(text, tree)
  return grain === 'row' ? mergeRows(fields) : fields
}
