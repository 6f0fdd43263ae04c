import { SHAPES, shapeOf } from '../encoder/string-shape.ts'
import { termsOf } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'
import { bucketOf } from './buckets.ts'
import { type FieldContext, type Fields, readFields } from './read-fields.ts'

/** A new string in a unit, and the bucket of each of its features. */
export interface FieldString {
  readonly unit: number
  readonly string: string
  readonly values: Uint8Array
}

type OfUnit = (unit: Unit, text: Fields) => number
type OfString = (string: string, shown: string, unit: Unit, text: Fields) => number

interface Feature {
  readonly name: string
  readonly edges?: readonly number[]
  /** Number of buckets where the value is one already. */
  readonly size?: number
  readonly ofUnit?: OfUnit
  readonly ofString?: OfString
}

const ratio = [0, 0.3, 0.6, 0.85, 0.999]

/** In this order; a template of a model names them. */
export const FEATURES: readonly Feature[] = [
  { name: 'shape', size: SHAPES, ofString: (_, shown) => shapeOf(shown) },
  {
    name: 'idf',
    edges: [2, 3, 4, 5, 6, 7, 8, 9],
    ofString: (string, _, __, { rarity }) => rarity.get(string)!,
  },
  {
    name: 'idfShare',
    edges: [0.1, 0.3, 0.5, 0.75, 0.9],
    ofString: (string, _, __, { rarityShare }) => rarityShare.get(string)!,
  },
  {
    name: 'idfOfUnit',
    edges: [0.4, 0.7, 0.999],
    ofString: (string, _, unit, text) =>
      text.rarity.get(string)! / Math.max(1e-9, text.rarest[unit.index]!),
  },
  {
    name: 'count',
    edges: [1, 2, 3, 6],
    ofString: (string, _, __, { count }) => count.get(string)!,
  },
  {
    name: 'isFirst',
    size: 2,
    ofString: (string, _, unit, { first }) => Number(first.get(string) === unit.index),
  },
  {
    name: 'length',
    edges: [2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24],
    ofString: (string) => string.length,
  },
  {
    name: 'partsOld',
    edges: [0, 0.4, 0.8],
    ofString: (string, _, __, { context }) =>
      shareOf(termsOf(string), (term) => context.earlier.has(term)),
  },
  {
    name: 'stemAsked',
    size: 2,
    ofString: (string, _, __, { asked }) =>
      Number(termsOf(string).some((term) => term.length > 3 && asked.stems.has(term.slice(0, 5)))),
  },
  {
    name: 'gain',
    edges: [0.1, 0.4, 0.7, 1, 1.4, 1.9, 2.6],
    ofUnit: ({ index }, { gain }) => gain[index]!,
  },
  {
    name: 'gainShare',
    edges: [0.1, 0.25, 0.4, 0.55, 0.7, 0.82, 0.92],
    ofUnit: ({ index }, { gainShare }) => gainShare[index]!,
  },
  { name: 'row', edges: [-1, 0, 1, 2, 5, 15], ofUnit: (unit, text) => rowOfUnit(unit, text) },
  { name: 'rows', edges: [0, 1, 2, 3, 5, 9, 20], ofUnit: (unit, text) => rowsOfUnit(unit, text) },
  {
    name: 'fromEnd',
    edges: [1, 2, 3, 6],
    ofUnit: (unit, text) => rowsOfUnit(unit, text) - rowOfUnit(unit, text),
  },
  {
    name: 'record',
    edges: [0, 0.05, 0.12, 0.25, 0.4],
    ofUnit: ({ index }, { asked }) => asked.records[index]!,
  },
  { name: 'recordRatio', edges: ratio, ofUnit: ({ index }, { asked }) => asked.ratios[index]! },
  {
    name: 'recordRank',
    edges: [0, 1, 2, 4, 8],
    ofUnit: ({ index }, { asked }) => asked.ranks[index]!,
  },
  {
    name: 'asked',
    edges: [0, 0.05, 0.12, 0.25],
    ofUnit: ({ index }, { asked }) => asked.units[index]!,
  },
  {
    name: 'askedBefore',
    edges: [0, 0.05, 0.12, 0.25],
    ofUnit: ({ index }, { asked }) => asked.units[index - 1] ?? 0,
  },
  {
    name: 'askedNext',
    edges: [0, 0.05, 0.12, 0.25],
    ofUnit: ({ index }, { asked }) => asked.units[index + 1] ?? 0,
  },
  { name: 'unitOld', edges: [0, 1, 2, 4], ofUnit: ({ index }, { old }) => old[index]! },
  {
    name: 'unitNew',
    edges: [1, 2, 3, 5, 8, 16],
    ofUnit: ({ index }, { fresh }) => fresh[index]!.length,
  },
  { name: 'oldNext', edges: [0, 1, 3], ofUnit: ({ index }, { old }) => old[index + 1] ?? 0 },
  {
    name: 'rowOld',
    edges: [0, 1, 2, 4, 8],
    ofUnit: ({ index }, text) => text.rowOld[text.siblings.rowOf[index]!]!,
  },
  {
    name: 'rowOldShare',
    edges: [0.2, 0.5, 0.8, 0.95],
    ofUnit: ({ index }, text) => text.rowOldShare[text.siblings.rowOf[index]!]!,
  },
  {
    name: 'rowNew',
    edges: [0, 1, 2, 4, 8, 16],
    ofUnit: ({ index }, text) => text.rowFresh[text.siblings.rowOf[index]!]!,
  },
  {
    name: 'slot',
    edges: [0, 1, 2, 3, 5, 9],
    ofUnit: ({ index }, { rowIndex }) => rowIndex[index]!,
  },
  { name: 'depth', edges: [0, 1, 2, 3], ofUnit: ({ opens }) => opens.length },
  { name: 'cost', edges: [3, 5, 7, 10, 14, 20, 40, 80], ofUnit: ({ cost }) => cost },
  {
    name: 'place',
    edges: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    ofUnit: ({ index }, { units }) => index / units.length,
  },
  { name: 'index', edges: [0, 1, 2, 3, 5, 8, 12, 20, 40], ofUnit: ({ index }) => index },
  {
    name: 'kin',
    edges: [1, 2, 4, 9, 20, 50],
    ofUnit: ({ index }, { siblings }) => siblings.kinOf[index]!.length,
  },
  {
    name: 'distinct',
    edges: [0.2, 0.5, 0.8, 0.999],
    ofUnit: ({ index }, { distinct }) => distinct[index]!,
  },
  {
    name: 'keyAsked',
    edges: [0, 1, 2],
    ofUnit: ({ key }, { asked }) => keyTerms(key).filter((term) => asked.terms.has(term)).length,
  },
  {
    name: 'keyOld',
    edges: [0, 0.4, 0.8],
    ofUnit: ({ key }, { context }) => shareOf(keyTerms(key), (term) => context.earlier.has(term)),
  },
  { name: 'opening', size: 4, ofUnit: ({ value }) => openingOf(value) },
  { name: 'isJson', size: 2, ofUnit: (_, { siblings }) => Number(siblings.isJson) },
  {
    name: 'shapeShare',
    edges: [0.03, 0.1, 0.2, 0.35, 0.6],
    ofString: (_, shown, __, { shapeShare }) => shapeShare[shapeOf(shown)]!,
  },
  { name: 'units', edges: [6, 12, 20, 35, 60, 120, 300], ofUnit: (_, { units }) => units.length },
  { name: 'strings', edges: [5, 10, 20, 40, 80, 200], ofUnit: (_, { rarity }) => rarity.size },
  { name: 'total', edges: [100, 200, 300, 500, 900, 2000], ofUnit: (_, { cost }) => cost },
  {
    name: 'known',
    edges: [50, 150, 300, 600, 1200, 2500],
    ofUnit: (_, { context }) => context.earlierCount ?? context.earlier.size,
  },
]

/** Buckets of each feature, in the order of `FEATURES`. */
export const SIZES: readonly number[] = FEATURES.map(({ edges, size }) => size ?? edges!.length + 1)

/** Describes the strings of a text that are new, unit by unit. */
export function describeFields(units: readonly Unit[], context: FieldContext): FieldString[] {
  const text = readFields(units, context)
  return units.flatMap((unit) => {
    const ofUnit = FEATURES.map((feature) => feature.ofUnit?.(unit, text) ?? 0)
    return text.fresh[unit.index]!.map((string) => {
      const shown = unit.strings.get(string)!
      const values = Uint8Array.from(FEATURES, ({ edges, ofString }, i) => {
        const value = ofString?.(string, shown, unit, text) ?? ofUnit[i]!
        return edges === undefined ? value : bucketOf(value, edges)
      })
      return { unit: unit.index, string, values }
    })
  })
}

function rowOfUnit(unit: Unit, { siblings }: Fields): number {
  if (siblings.isJson) return unit.row
  return siblings.kinOf[unit.index]!.length > 1 ? siblings.placeOf[unit.index]! : -1
}

function rowsOfUnit(unit: Unit, { siblings }: Fields): number {
  if (siblings.isJson) return unit.rows
  const kin = siblings.kinOf[unit.index]!.length
  return kin > 1 ? kin : 0
}

function keyTerms(key: string): string[] {
  return termsOf(key.replaceAll('_', ' '))
}

function shareOf(terms: readonly string[], is: (term: string) => boolean): number {
  return terms.length === 0 ? 0 : terms.filter(is).length / terms.length
}

function openingOf(value: string): number {
  if (/^[\p{N}.,$%-]+$/u.test(value)) return 1
  if (/^\p{Lu}/u.test(value)) return 2
  return /^\p{Ll}/u.test(value) ? 3 : 0
}
