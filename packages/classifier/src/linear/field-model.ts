import type { Idf } from '../idf/idf.ts'
import type { Unit } from '../text/unit.ts'
import { describeFields, type FieldString } from './field-features.ts'
import { formHash, KNOWN_PLAN, nameIndexes, TRANSFER_PLAN } from './field-plans.ts'
import { type LinearWeights, logitOf, sigmoid } from './linear-weights.ts'
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
/** How far the transfer model is trusted against rarity alone: least in JSON, where rarity is hard to beat. */
const TRUST = { json: 0.4, lines: 0.8 } as const

/** What the model says of a string: a logit by the forms met in training, where the text is of such a form, and by transfer. */
export interface FieldLogits {
  readonly known: number | undefined
  readonly transfer: number
}

/** For each unit its new strings and what they are worth. */
export function scoreFields(
  units: readonly Unit[],
  context: FieldContext,
  model: FieldModel,
): ReadonlyMap<string, number>[] {
  return fieldWorths(fieldLogits(units, context, model), worths(units, context.idf))
}

/** What the strings of each unit are worth by these logits. */
export function fieldWorths(
  logits: readonly ReadonlyMap<string, FieldLogits>[],
  worthOf: WorthOf,
): ReadonlyMap<string, number>[] {
  return logits.map(
    (found) =>
      new Map(
        Array.from(found, ([string, { known, transfer }]) => [
          string,
          worthOf(string, known ?? transfer, known !== undefined),
        ]),
      ),
  )
}

/** For each unit its new strings and the logits that they are needed. */
export function fieldLogits(
  units: readonly Unit[],
  context: FieldContext,
  model: FieldModel,
): ReadonlyMap<string, FieldLogits>[] {
  const found = units.map(() => new Map<string, FieldLogits>())
  const isOfKnownForm = isKnown(units, model)
  for (const described of describeFields(units, context)) {
    const transfer = logitOf(model.transfer, TRANSFER_PLAN.indexesOf(described.values))
    const sure = () => logitOf(model.known, knownIndexes(described, units[described.unit]!))
    const known = isOfKnownForm ? sure() + SHARE * transfer : undefined
    found[described.unit]!.set(described.string, { known, transfer })
  }
  return found
}

/** Whether logits are of a text whose form was met in training. */
export function isMet(logits: readonly ReadonlyMap<string, FieldLogits>[]): boolean {
  return logits.some((found) => {
    for (const { known } of found.values()) return known !== undefined
    return false
  })
}

/** What a string of some units is worth, by the logit that it is needed. */
export type WorthOf = (string: string, logit: number, isOfKnownForm: boolean) => number

/** What strings of some units are worth. In texts of unknown form rarity counts too. */
export function worths(units: readonly Unit[], idf: Idf): WorthOf {
  const trust = isJson(units) ? TRUST.json : TRUST.lines
  return (string, logit, isOfKnownForm) =>
    isOfKnownForm ? sigmoid(logit) : sigmoid(logit) ** trust * idf.ofString(string)
}

/** Whether most units of a text have a form that was met in training. */
export function isKnown(units: readonly Unit[], { forms }: Pick<FieldModel, 'forms'>): boolean {
  const ofJson = isJson(units)
  const known = units.filter((unit) => forms.has(formHash(unit, ofJson)))
  return known.length >= KNOWN_SHARE * units.length
}

/** The weights that a string picks in the model of known forms; 'shape' is the first feature. */
export function knownIndexes({ values }: FieldString, unit: Unit): number[] {
  return [...KNOWN_PLAN.indexesOf(values), ...nameIndexes(unit, values[0]!, KNOWN_PLAN.size)]
}

/** Whether units are fields of JSON. */
export function isJson(units: readonly Unit[]): boolean {
  return units.some(({ nodes }) => nodes.length > 0)
}
