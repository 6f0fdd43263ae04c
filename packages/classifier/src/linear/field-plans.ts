import { HASH_BITS, hashTerm } from '../idf/hash-term.ts'
import type { Unit } from '../text/unit.ts'
import { FEATURES, SIZES } from './field-features.ts'
import { type Plan, planTemplates } from './templates.ts'

const NAMES = FEATURES.map(({ name }) => name)

/** For texts whose form was met in training. Chosen by cross-validation over documents of the train split. */
export const KNOWN_PLAN: Plan = planTemplates(
  [
    ...'shape idf idfShare idfOfUnit count isFirst length stemAsked gain gainShare row rows fromEnd'.split(
      ' ',
    ),
    ...'recordRatio recordRank asked askedBefore askedNext unitOld unitNew oldNext rowOld rowOldShare'.split(
      ' ',
    ),
    ...'rowNew slot cost place index distinct keyAsked keyOld opening isJson shapeShare units strings'.split(
      ' ',
    ),
    ...'total known shape*idf shape*row shape*recordRank shape*count shape*depth shape*cost'.split(
      ' ',
    ),
    ...'shape*asked row*rows shape*unitOld shape*kin isJson*shape isJson*recordRank shape*askedNext'.split(
      ' ',
    ),
    ...'slot*rows shape*record shape*slot'.split(' '),
  ],
  NAMES,
  SIZES,
)

/** For texts of any form: what held over families of tools left out. Chosen by cross-validation over families. */
export const TRANSFER_PLAN: Plan = planTemplates(
  [
    ...'shape idf count isFirst gainShare gain row recordRank recordRatio partsOld unitOld unitNew'.split(
      ' ',
    ),
    ...'oldNext shape*count shape*gainShare shape*unitOld rows isJson*gainShare shapeShare'.split(
      ' ',
    ),
  ],
  NAMES,
  SIZES,
)

const NAME_BITS = 13
const MAX_ROW = 3

/** Number of weights of names: keys and paths are known by hash alone. */
export const NAME_WEIGHTS: number = 2 ** NAME_BITS

/** The weights of a unit's names, and of a name with the form or the row of a string, behind `offset`. */
export function nameIndexes(unit: Unit, shape: number, offset: number): Int32Array {
  const key = unit.key.toLowerCase()
  const row = Math.min(unit.row, MAX_ROW)
  const names = [`k ${key}`, `p ${unit.path}`, `s ${key} ${shape}`, `r ${key} ${row}`]
  return Int32Array.from(names, (name) => offset + (hashTerm(name) >>> (HASH_BITS - NAME_BITS)))
}

/** By what the form of a unit is known: its path in JSON, the form of its line elsewhere. */
export function formHash(unit: Unit, isJson: boolean): number {
  const form = isJson ? unit.path : lineForm(unit.value)
  return hashTerm(`f ${form}`) >>> (HASH_BITS - FORM_BITS)
}

const FORM_BITS = 16
const LINE_FORM_LENGTH = 24

function lineForm(line: string): string {
  return line
    .trim()
    .slice(0, LINE_FORM_LENGTH)
    .replace(/\p{L}+/gu, (letters) => (letters === letters.toLowerCase() ? 'a' : 'A'))
    .replace(/\p{N}+/gu, '0')
}
