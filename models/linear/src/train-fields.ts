import { chance, type ReuseSample } from '@x/agentcompbench'
import {
  describeFields,
  type FieldModel,
  type FieldString,
  formHash,
  idfOf,
  KNOWN_PLAN,
  knownIndexes,
  NAME_WEIGHTS,
  TRANSFER_PLAN,
  type Unit,
  unitsOf,
} from '@x/classifier/training'
import { fitLogistic, type Row } from './fit.ts'

/** A result as the run time sees it, described once for both models. */
export interface FieldExample {
  readonly family: string
  readonly docId: string
  readonly units: readonly Unit[]
  readonly rows: readonly (FieldString & { readonly label: number })[]
  /** Strings before some that nothing reused were left out. */
  readonly count: number
}

/** Strings of a result that count in full; of those beyond only a share is looked at. */
const FULL = 80
const LEAST_SHARE = 0.12
const STRINGS_PER_RESULT = 60
const FAMILY_SIZE = 500
const MIN_DOCUMENTS = 2

/** Describes a result; of strings that nothing reused only a share where there are many. */
export function describeExample(sample: ReuseSample): FieldExample {
  const { family, docId, text, query, earlier, reused } = sample
  const units = unitsOf(text, 'field')
  const described = describeFields(units, { query, earlier, idf: idfOf('structured') })
  const share = Math.max(FULL / described.length, LEAST_SHARE)
  const rows = described
    .map((row) => ({ ...row, label: Number(reused.has(row.string)) }))
    .filter(({ label }, i) => label > 0 || chance(docId, i) < share)
  return { family, docId, units, rows, count: described.length }
}

/** Trains on all results given. Leave out a family by not giving it. */
export function trainFields(examples: readonly FieldExample[]): FieldModel {
  return {
    known: fitLogistic(
      examples.flatMap((example) => rowsOf(example, knownIndexes, resultWeight(example))),
      { size: KNOWN_PLAN.size + NAME_WEIGHTS, epochs: 4, decay: 1e-6 },
    ),
    transfer: fitLogistic(transferRows(examples), { size: TRANSFER_PLAN.size }),
    forms: knownForms(examples),
  }
}

/** The same without any name: what names add is measured against it. */
export function trainNameless(examples: readonly FieldExample[]): FieldModel {
  const withNames = trainFields(examples)
  const indexesOf = ({ values }: FieldString) => KNOWN_PLAN.indexesOf(values)
  const { bias, weights } = fitLogistic(
    examples.flatMap((example) => rowsOf(example, indexesOf, resultWeight(example))),
    { size: KNOWN_PLAN.size, epochs: 4, decay: 1e-6 },
  )
  const padded = new Int8Array(KNOWN_PLAN.size + NAME_WEIGHTS)
  padded.set(weights)
  return { ...withNames, known: { bias, weights: padded } }
}

function transferRows(examples: readonly FieldExample[]): Row[] {
  const sizes = new Map<string, number>()
  for (const { family } of examples) {
    sizes.set(groupOf(family), (sizes.get(groupOf(family)) ?? 0) + 1)
  }
  return examples.flatMap((example) => {
    const share = Math.sqrt(FAMILY_SIZE / sizes.get(groupOf(example.family))!)
    const indexesOf = ({ values }: FieldString) => TRANSFER_PLAN.indexesOf(values)
    return rowsOf(example, indexesOf, share * resultWeight(example))
  })
}

/** tau-bench and tau2-bench share their tools. */
export function groupOf(family: string): string {
  return family === 'tau2' ? 'tau' : family
}

function resultWeight({ count }: FieldExample): number {
  return Math.min(1, STRINGS_PER_RESULT / count)
}

function rowsOf(
  { rows, units }: FieldExample,
  indexesOf: (row: FieldString, unit: Unit) => ArrayLike<number>,
  weight: number,
): Row[] {
  return rows.map((row) => ({
    indexes: indexesOf(row, units[row.unit]!),
    label: row.label,
    weight,
  }))
}

/** Forms of units in two or more documents. */
function knownForms(examples: readonly FieldExample[]): Set<number> {
  const documents = new Map<number, Set<string>>()
  for (const { units, docId } of examples) {
    const isJson = units.some(({ nodes }) => nodes.length > 0)
    for (const unit of units) {
      const form = formHash(unit, isJson)
      const found = documents.get(form) ?? new Set()
      documents.set(form, found.add(docId))
    }
  }
  return new Set(
    [...documents].filter(([, ids]) => ids.size >= MIN_DOCUMENTS).map(([form]) => form),
  )
}
