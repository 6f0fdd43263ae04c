import { STAGE_NAMES, type StageName } from './policy.ts'

/** Adds up the time of each stage; for the report only, nothing that is sent depends on it. */
export interface Stopwatch {
  /** Milliseconds so far. */
  readonly elapsedMs: Readonly<Record<StageName, number>>
  /** Does the work on the stage's time. */
  time<T>(stage: StageName, work: () => T): T
}

/** @param now milliseconds of a monotonic clock */
export function createStopwatch(now: () => number): Stopwatch {
  const elapsedMs = Object.fromEntries(STAGE_NAMES.map((name) => [name, 0])) as Record<
    StageName,
    number
  >
  return {
    elapsedMs,
    time(stage, work) {
      const start = now()
      try {
        return work()
      } finally {
        elapsedMs[stage] += now() - start
      }
    },
  }
}
