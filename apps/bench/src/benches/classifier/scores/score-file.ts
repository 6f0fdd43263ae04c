import { readFileSync } from 'node:fs'
import type { SpanScore } from './span-scores.ts'

/** Scores of the cases in a file, by the id of `writtenCases`; where a case was scored at several rates, by rate. */
export type ScoreFile = (id: string, rate: number) => readonly SpanScore[] | undefined

interface ScoredCase {
  readonly id: string
  readonly rate?: number
  readonly scores: readonly SpanScore[]
}

/**
 * Reads JSON Lines `{ "id", "rate"?, "scores": [[start, end, score], ...] }`. Cases that the file lacks are not measured.
 */
export function readScoreFile(path: string): ScoreFile {
  const found = new Map<string, readonly SpanScore[]>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.trim() === '') continue
    const { id, rate, scores } = JSON.parse(line) as ScoredCase
    found.set(rate === undefined ? id : `${id}@${rate}`, scores)
  }
  return (id, rate) => found.get(`${id}@${rate}`) ?? found.get(id)
}
