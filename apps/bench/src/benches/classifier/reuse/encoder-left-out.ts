import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LARGE_FAMILIES, type ReuseSample } from '@x/agentcompbench'
import { detect } from '@x/classifier'
import {
  type FieldModel,
  type KeepModel,
  orderUnits,
  readLinearModel,
  scoreWithModel,
  shippedWeights,
  takeInOrder,
} from '@x/classifier/training'
import { groupOf } from '@x/linear'
import { ENCODER_RATE } from '../backends/measured-backends.ts'
import { openModel } from '../backends/open-model.ts'
import type { Arm } from '../measure/arm.ts'

/**
 * The encoder that was trained without the family of a sample, on top of a linear model that never saw it either. Undefined
 * unless `npm run train -- structured --leave-out ...` has made one for each family.
 */
export function encoderLeftOutArm(
  root: string,
  linear: ReadonlyMap<string, FieldModel>,
): Arm<ReuseSample> | undefined {
  const folders = new Map(
    Array.from(linear.keys(), (group) => [
      group,
      join(root, 'models/train/.work', folderOf(group)),
    ]),
  )
  if (![...folders.values()].every((path) => existsSync(join(path, 'manifest.json'))))
    return undefined
  const loading = new Map<string, Promise<KeepModel>>()
  const load = (group: string) => {
    const known = loading.get(group) ?? openOn(folders.get(group)!, linear.get(group)!)
    loading.set(group, known)
    return known
  }
  return {
    name: '`compact-structured`, family left out',
    async prepare({ family, text, query, earlier, units, total }) {
      const group = groupOf(family)
      if (!linear.has(group)) return () => new Set()
      const known = { query, earlier, rate: ENCODER_RATE, detection: detect(text) }
      const asked = { ...known, family: 'structured' } as const
      const scores = await scoreWithModel(text, asked, 'left out', await load(group), () => {})
      const order = orderUnits(text, units, scores)
      return (rate) => new Set(takeInOrder(units, order, rate * total))
    },
  }
}

/** Where the trainer leaves a model without the families of a group. */
function folderOf(group: string): string {
  const families = LARGE_FAMILIES.filter((family) => groupOf(family) === group)
  return `structured/without-${families.join('-')}/model`
}

async function openOn(folder: string, fields: FieldModel): Promise<KeepModel> {
  return openModel(folder, { ...readLinearModel(await shippedWeights()), fields })
}
