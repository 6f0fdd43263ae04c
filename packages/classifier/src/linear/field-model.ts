import type { Unit } from '../text/unit.ts'
import { describeFields, type FieldString } from './field-features.ts'
import { formHash, KNOWN_PLAN, nameIndexes, TRANSFER_PLAN } from './field-plans.ts'
import { chanceOf, type LinearWeights, logitOf, sigmoid } from './linear-weights.ts'
import type { FieldContext } from './read-fields.ts'

/** Which strings of tool results later turns use. */
export interface FieldModel {
  /** For texts of forms met in training, with weights of names behind those of the plan. */
  readonly known: LinearWeights
  /** For all others. */
  readonly transfer: LinearWeights
  /** Hashes of the forms met in training. */
  readonly forms: ReadonlySet<number>
}

/** The share of units of known form from which a text is of a known form. */
const KNOWN_SHARE = 0.5
/** How much the other model counts beside that of known forms. */
const SHARE = 0.3
/** How far the transfer model is trusted against rarity alone. */
const TRUST = 0.8

/** For each unit its new strings and what they are worth. */
export function scoreFields(
  units: readonly Unit[],
  context: FieldContext,
  model: FieldModel,
): ReadonlyMap<string, number>[] {
  const found = units.map(() => new Map<string, number>())
  const weigh = isKnown(units, model) ? knownWeight(units, model) : transferWeight(context, model)
  for (const described of describeFields(units, context)) {
    found[described.unit]!.set(described.string, weigh(described))
  }
  return found
}

/** Whether most units of a text have a form that was met in training. */
export function isKnown(units: readonly Unit[], { forms }: Pick<FieldModel, 'forms'>): boolean {
  const isJson = units.some(({ nodes }) => nodes.length > 0)
  const known = units.filter((unit) => forms.has(formHash(unit, isJson)))
  return known.length >= KNOWN_SHARE * units.length
}

/** The weights that a string picks in the model of known forms; 'shape' is the first feature. */
export function knownIndexes({ values }: FieldString, unit: Unit): number[] {
  return [...KNOWN_PLAN.indexesOf(values), ...nameIndexes(unit, values[0]!, KNOWN_PLAN.size)]
}

type Weigh = (described: FieldString) => number

function knownWeight(units: readonly Unit[], { known, transfer }: FieldModel): Weigh {
  return (described) => {
    const sure = logitOf(known, knownIndexes(described, units[described.unit]!))
    return sigmoid(sure + SHARE * logitOf(transfer, TRANSFER_PLAN.indexesOf(described.values)))
  }
}

function transferWeight({ idf }: FieldContext, { transfer }: FieldModel): Weigh {
  return ({ string, values }) =>
    chanceOf(transfer, TRANSFER_PLAN.indexesOf(values)) ** TRUST * idf.ofString(string)
}
