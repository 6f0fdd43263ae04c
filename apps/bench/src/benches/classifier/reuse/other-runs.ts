import type { ReuseSample } from '@x/agentcompbench'
import { idfOf, readLinearModel, scoreFields, shippedWeights } from '@x/classifier/training'
import type { Arm } from '../measure/arm.ts'
import { covering } from './baselines.ts'

/** Results that came again, to the letter, in another run of the same task: another trial, often of another model. */
export type OtherRuns = ReadonlyMap<ReuseSample, readonly ReuseSample[]>

/** For each result the others of its task with the same text; those that stand alone are left out. */
export function findOtherRuns(samples: readonly ReuseSample[]): OtherRuns {
  const alike = new Map<string, ReuseSample[]>()
  for (const sample of samples) {
    const key = `${sample.family}\n${sample.docId}\n${sample.text}`
    const found = alike.get(key)
    if (found === undefined) alike.set(key, [sample])
    else found.push(sample)
  }
  const groups = [...alike.values()].filter(({ length }) => length > 1)
  return new Map(
    groups.flatMap((group) =>
      group.map((sample) => [sample, group.filter((other) => other !== sample)] as const),
    ),
  )
}

/**
 * What the other runs of a task reused of the same text, the linear model where they are of two minds: knows what the user will
 * want, which nothing before a result tells.
 */
export function otherRunsArm(others: OtherRuns): Arm<ReuseSample> {
  const shipped = shippedWeights().then(readLinearModel)
  return {
    name: 'what other runs of the task reused',
    async prepare(sample) {
      const { fields } = await shipped
      const { units, query, earlier } = sample
      const scores = scoreFields(units, { query, earlier, idf: idfOf('structured') }, fields)
      const runs = others.get(sample)!
      return covering(sample, (string, { index }) => {
        if (earlier.has(string)) return 0
        const votes = runs.filter(({ reused }) => reused.has(string)).length
        return (votes + (scores[index]!.get(string) ?? 0)) / (runs.length + 1)
      })
    },
  }
}
