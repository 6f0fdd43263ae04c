import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type KeepBackend, type KeepScores, linear } from '@x/classifier'
import { onnxNode } from '@x/classifier/node'
import type { Family } from '@x/classifier/training'

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

/** The backends of a family of texts that are there: the heuristic, the linear model, and the encoder where its folder is. */
export function measuredBackends(root: string, family: Family): MeasuredBackend[] {
  const backends: MeasuredBackend[] = [
    { name: 'backend `heuristic`', backend: undefined, isEncoder: false },
    { name: 'backend `linear`', backend: linear(), isEncoder: false },
  ]
  const models = join(root, 'models')
  const model = `compact-${family}`
  if (existsSync(join(models, model, 'manifest.json'))) {
    const backend = remembering(onnxNode({ models, deadlineMs: DEADLINE_MS }))
    backends.push({ name: `\`${model}\``, backend, isEncoder: true })
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
