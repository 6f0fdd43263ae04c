import { chance, type ReuseSample } from '@x/agentcompbench'
import {
  describeFields,
  type FieldModel,
  type FieldString,
  formHash,
  idfOf,
  KNOWN_PLAN,
  knownIndexes,
  type LinearWeights,
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
/** In the model of known forms a family with fewer results than this counts as if it had so many. */
const LEAST_FAMILY = 60
const MIN_DOCUMENTS = 2
const KNOWN = { size: KNOWN_PLAN.size + NAME_WEIGHTS, epochs: 6, step: 0.07, decay: 1e-6 }

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
    known: fitLogistic(weightedRows(examples, knownIndexes, familyOf, LEAST_FAMILY), KNOWN),
    transfer: trainTransfer(examples),
    forms: knownForms(examples),
  }
}

/** The same without any name: what names add is measured against it. */
export function trainNameless(examples: readonly FieldExample[]): FieldModel {
  const indexesOf = ({ values }: FieldString) => KNOWN_PLAN.indexesOf(values)
  return {
    known: fitLogistic(weightedRows(examples, indexesOf, familyOf, LEAST_FAMILY), KNOWN),
    transfer: trainTransfer(examples),
    forms: knownForms(examples),
  }
}

function trainTransfer(examples: readonly FieldExample[]): LinearWeights {
  const indexesOf = ({ values }: FieldString) => TRANSFER_PLAN.indexesOf(values)
  return fitLogistic(
    weightedRows(examples, indexesOf, ({ family }) => groupOf(family), 1),
    { size: TRANSFER_PLAN.size },
  )
}

/** Rows in which a large family counts more than a small one by the root of its size alone. */
function weightedRows(
  examples: readonly FieldExample[],
  indexesOf: (row: FieldString, unit: Unit) => ArrayLike<number>,
  keyOf: (example: FieldExample) => string,
  leastSize: number,
): Row[] {
  const sizes = new Map<string, number>()
  for (const example of examples) {
    sizes.set(keyOf(example), (sizes.get(keyOf(example)) ?? 0) + 1)
  }
  return examples.flatMap((example) => {
    const size = Math.max(leastSize, sizes.get(keyOf(example))!)
    return rowsOf(example, indexesOf, Math.sqrt(FAMILY_SIZE / size) * resultWeight(example))
  })
}

function familyOf({ family }: FieldExample): string {
  return family
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
