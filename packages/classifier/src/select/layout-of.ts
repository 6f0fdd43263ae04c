import type { Detection } from '../detect/kind.ts'
import { flagUnits } from '../floor/flag-units.ts'
import type { JsonNode } from '../json/json-tree.ts'
import { scanJson } from '../json/scan-json.ts'
import type { Grain, Unit } from '../text/unit.ts'
import { unitsOf, unitsOfTree } from '../text/units.ts'
import { jsonLayout } from './json-layout.ts'
import type { Layout } from './layout.ts'
import { lineFrames } from './line-frames.ts'
import { textLayout } from './text-layout.ts'
import { wordFrames } from './word-frames.ts'

/** A text ready to be selected from. */
export interface LaidOut {
  readonly layout: Layout
  readonly grain: Grain
  /** Choices that come before any score, the most wanted first. */
  readonly flagged: readonly number[]
}

/** What a text may be cut into: `auto` takes what fits its kind. */
export type UnitName = Grain | 'auto'

/** Lays a text out in the units that are wanted. JSON has fields and rows only, other text has neither. */
export function layOut(text: string, unit: UnitName, detection: Detection): LaidOut {
  const tree = scanJson(text)
  return tree === undefined
    ? layOutText(text, unit, detection)
    : layOutJson(text, tree, unit === 'row' ? 'row' : 'field')
}

function layOutJson(text: string, root: JsonNode, grain: 'field' | 'row'): LaidOut {
  const fields = unitsOfTree(text, root, 'field')
  const units = grain === 'field' ? fields : unitsOfTree(text, root, 'row')
  const layout = jsonLayout(text, { root, fields, units })
  return { layout, grain, flagged: flagUnits(units, []).map(({ index }) => index) }
}

function layOutText(text: string, unit: UnitName, detection: Detection): LaidOut {
  const grain = textGrain(unit, detection)
  const units = unitsOf(text, grain)
  const isTable = detection.kind === 'table'
  const isDiff = detection.kind === 'diff'
  const frames =
    grain === 'word' ? wordFrames(text, units) : lineFrames(text, units, { isTable, isDiff })
  const isJsonLines = grain === 'line' && areJson(text, units)
  const layout = textLayout(text, { grain, units, frames, isJsonLines })
  const byStart = new Map(layout.choices.map(({ ranges, index }) => [ranges[0]!.start, index]))
  const flagged = flagUnits(units, detection.spans).flatMap(
    ({ index }) => byStart.get(units[index]!.start) ?? [],
  )
  return { layout, grain, flagged: grain === 'word' ? [] : flagged }
}

function textGrain(unit: UnitName, { kind }: Detection): 'line' | 'sentence' | 'word' {
  if (unit === 'word' || unit === 'sentence' || unit === 'line') return unit
  return unit === 'auto' && kind === 'prose' ? 'sentence' : 'line'
}

function areJson(text: string, units: readonly Unit[]): boolean {
  return (
    units.length > 1 &&
    units.every(({ start, end }) => scanJson(text.slice(start, end)) !== undefined)
  )
}
