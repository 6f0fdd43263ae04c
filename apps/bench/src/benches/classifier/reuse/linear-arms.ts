import type { ReuseSample } from '@x/agentcompbench'
import {
  coverUnits,
  type FieldModel,
  idfOf,
  orderUnits,
  readLinearModel,
  scoreFields,
  scoreLinear,
  shippedWeights,
  takeInOrder,
  unitsOf,
} from '@x/classifier/training'
import { describeExample, groupOf, trainFields, trainNameless } from '@x/linear'
import type { Arm } from '../measure/arm.ts'

/** Names of the arms that gains are told of. */
export const LINEAR = 'linear model'
export const LINEAR_LEFT_OUT = 'linear model, family left out'

/**
 * The linear model, trained here and now on the train split: on all of it, on all of it without names of keys and paths,
 * and for each family on what the others left.
 */
export function linearArms(
  train: readonly ReuseSample[],
  leftOut: ReadonlyMap<string, FieldModel>,
): Arm<ReuseSample>[] {
  const examples = train.map(describeExample)
  const all = trainFields(examples)
  const nameless = trainNameless(examples)
  return [
    fieldArm(LINEAR, () => all),
    fieldArm('linear model, no names', () => nameless),
    fieldArm('linear model, form unknown', () => ({ ...all, forms: new Set() })),
    fieldArm(LINEAR_LEFT_OUT, ({ family }) => leftOut.get(groupOf(family)) ?? all),
  ]
}

function fieldArm(name: string, modelOf: (sample: ReuseSample) => FieldModel): Arm<ReuseSample> {
  return {
    name,
    prepare(sample) {
      const { text, query, earlier, units, total } = sample
      const context = { query, earlier, idf: idfOf('structured') }
      const scores = scoreFields(unitsOf(text, 'field'), context, modelOf(sample))
      return (rate) =>
        new Set(
          coverUnits(units, (string, { index }) => scores[index]!.get(string) ?? 0, rate * total),
        )
    },
  }
}

/** What the backend keeps, rounded scores and all, on linear models that never saw the family of the sample. */
export function leftOutBackendArm(leftOut: ReadonlyMap<string, FieldModel>): Arm<ReuseSample> {
  const shipped = shippedWeights().then(readLinearModel)
  return {
    name: 'backend `linear`, family left out',
    async prepare({ family, text, query, earlier, units, total }) {
      const whole = await shipped
      const fields = leftOut.get(groupOf(family)) ?? whole.fields
      const scores = scoreLinear(text, { query, earlier, rate: 1 }, { ...whole, fields })
      const order = orderUnits(text, units, scores)
      return (rate) => new Set(takeInOrder(units, order, rate * total))
    },
  }
}

/** For each family that is judged, by its group, the linear model that never saw it. */
export function modelsByGroup(train: readonly ReuseSample[]): ReadonlyMap<string, FieldModel> {
  const examples = train.map(describeExample)
  const groups = new Set(
    examples.map(({ family }) => groupOf(family)).filter((group) => JUDGED.has(group)),
  )
  return new Map(
    Array.from(groups, (group) => [
      group,
      trainFields(examples.filter(({ family }) => groupOf(family) !== group)),
    ]),
  )
}

/** Families with enough samples to be judged by; leaving out the others would cost time and show nothing. */
const JUDGED: ReadonlySet<string> = new Set(['tau', 'sgd', 'webshop'])
