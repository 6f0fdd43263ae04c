import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type KeepBackend, type KeepScores, linear } from '@x/classifier'
import { onnxNode } from '@x/classifier/node'
import { type Family, readLinearModel, shippedWeights } from '@x/classifier/training'
import { openedBackend, openModel } from './open-model.ts'

/** A backend that is measured, with how its rows are called; undefined is the heuristic. */
export interface MeasuredBackend {
  readonly name: string
  readonly backend: KeepBackend | undefined
  /** Whether it runs an encoder, which takes seconds for a long text. */
  readonly isEncoder: boolean
}

/** Long enough for a whole meeting: the bench measures scores, not patience. */
const DEADLINE_MS = 600_000
/** The rate that encoders are told. Scoring at each rate would take the bench from minutes to an hour. */
export const ENCODER_RATE = 0.3

/** What is read: a family of texts, or natural ones that are asked about. */
export type Reading = Family | 'asked'

/**
 * The backends of what is read that are there: the heuristic, the linear model, and the encoder where its folder is; of what is
 * asked about also the encoder of its family, which reads it where there is no other.
 */
export async function measuredBackends(root: string, reading: Reading): Promise<MeasuredBackend[]> {
  const backends: MeasuredBackend[] = [
    { name: 'backend `heuristic`', backend: undefined, isEncoder: false },
    { name: 'backend `linear`', backend: linear(), isEncoder: false },
  ]
  const models = join(root, 'models')
  const isThere = (name: string) => existsSync(join(models, name, 'manifest.json'))
  const add = (name: string, backend: KeepBackend) =>
    backends.push({ name: `\`${name}\``, backend: remembering(backend), isEncoder: true })
  if (reading === 'asked' && isThere('compact-natural')) {
    const below = readLinearModel(await shippedWeights())
    const model = await openModel(join(models, 'compact-natural'), below)
    add('compact-natural', openedBackend('natural', model))
  }
  if (isThere(`compact-${reading}`)) {
    add(`compact-${reading}`, onnxNode({ models, deadlineMs: DEADLINE_MS }))
  }
  return backends
}

/** Scores a text once for each query, at one rate. */
export function remembering(backend: KeepBackend): KeepBackend {
  const known = new Map<string, Promise<KeepScores>>()
  return {
    id: backend.id,
    score(text, query) {
      const key = `${query.query ?? ''}\n${text}`
      const found = known.get(key) ?? backend.score(text, { ...query, rate: ENCODER_RATE })
      known.set(key, found)
      return found
    },
    close: () => backend.close(),
  }
}
