import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { linear } from '@x/classifier'
import { onnxNode } from '@x/classifier/node'
import type { Family } from '@x/classifier/training'
import type { MeasuredBackend } from './backend-arms.ts'

/** Long enough for a whole meeting: the bench measures scores, not patience. */
const DEADLINE_MS = 600_000

/** The backends of a family of texts that are there: the heuristic, the linear model, and the encoder where its folder is. */
export function measuredBackends(root: string, family: Family): MeasuredBackend[] {
  const backends: MeasuredBackend[] = [
    { name: 'backend `heuristic`', backend: undefined, isRated: false },
    { name: 'backend `linear`', backend: linear(), isRated: false },
  ]
  const models = join(root, 'models')
  const model = `compact-${family}`
  if (existsSync(join(models, model, 'manifest.json'))) {
    const backend = onnxNode({ models, deadlineMs: DEADLINE_MS })
    backends.push({ name: `\`${model}\``, backend, isRated: true })
  }
  return backends
}
