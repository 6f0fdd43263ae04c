import { type ReportedStage, STAGE_NAMES } from './policy.ts'

/** Adds up the time of each stage; for the report only, nothing that is sent depends on it. */
export interface Stopwatch {
  /** Milliseconds so far. */
  readonly elapsedMs: Readonly<Record<ReportedStage, number>>
  /** Does the work on the stage's time. */
  time<T>(stage: ReportedStage, work: () => T): T
  /** The same for work that has to wait. */
  timeAsync<T>(stage: ReportedStage, work: () => Promise<T>): Promise<T>
}

/** @param now milliseconds of a monotonic clock */
export function createStopwatch(now: () => number): Stopwatch {
  const elapsedMs = Object.fromEntries(['keep', ...STAGE_NAMES].map((name) => [name, 0])) as Record<
    ReportedStage,
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
    async timeAsync(stage, work) {
      const start = now()
      try {
        return await work()
      } finally {
        elapsedMs[stage] += now() - start
      }
    },
  }
}
