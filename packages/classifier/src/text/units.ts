import type { JsonNode } from '../json/json-tree.ts'
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
export function unitsOf(text: string, grain: Grain, options: UnitOptions = {}): Unit[] {
  const isJson = grain === 'field' || grain === 'row'
  const tree = isJson ? scanJson(text) : undefined
  if (tree !== undefined && isJson) return unitsOfTree(text, tree, grain, options)
  return counted(findInText(text, grain), options, true)
}

/** The same of a JSON text that has been read already: its units name the nodes of that tree. */
export function unitsOfTree(
  text: string,
  tree: JsonNode,
  grain: 'field' | 'row',
  options: UnitOptions = {},
): Unit[] {
  const fields = jsonUnits(text, tree)
  return counted(grain === 'row' ? mergeRows(fields) : fields, options, false)
}

function counted(found: readonly FoundUnit[], { common }: UnitOptions, isText: boolean): Unit[] {
  return found.map((unit, index) => ({
    index,
    start: unit.start,
    end: unit.end,
    value: unit.value,
    valueStart: unit.valueStart,
    valueEnd: unit.valueEnd,
    key: unit.key,
    path: unit.path,
    row: unit.row,
    rows: isText ? found.length : unit.rows,
    opens: unit.opens,
    ids: unit.ids,
    cost: Math.max(1, countPieces(unit.shown)),
    strings: stringsOf(unit.ids.length === 0 ? unit.value : withIds(unit), common),
    nodes: unit.nodes,
  }))
}

/** The pieces of all units and of the containers around them: what a rate is a share of. */
export function totalCost(units: readonly Unit[]): number {
  const containers = new Map(units.flatMap((unit) => unit.opens.map(({ id, cost }) => [id, cost])))
  const sum = (numbers: Iterable<number>) => Array.from(numbers).reduce((a, b) => a + b, 0)
  return sum(units.map((unit) => unit.cost)) + sum(containers.values())
}

function withIds(unit: FoundUnit): string {
  return [unit.value, ...unit.ids].join(' ')
}

function findInText(text: string, grain: Grain): FoundUnit[] {
  if (grain === 'word') return wordUnits(text)
  return grain === 'sentence' ? sentenceUnits(text) : lineUnits(text)
}
