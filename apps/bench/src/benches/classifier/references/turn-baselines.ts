import { chance } from '@x/agentcompbench'
import type { Arm } from '../measure/arm.ts'
import { bm25 } from '../measure/bm25.ts'
import type { CountedIdf } from '../measure/counted-idf.ts'
import { bySentence } from '../measure/word-arms.ts'
import type { WordedTurns } from '../measure/worded-turns.ts'

const REACH = 11

/** Whole turns of a meeting. */
export function turnBaselines(idf: CountedIdf): Arm<WordedTurns>[] {
  const asked = ({ turns, question }: WordedTurns) => bm25(turns, question, idf.ofTerm)
  return [
    bySentence('random', ({ turns, question }) => turns.map((_, i) => chance(question, i))),
    bySentence('head', ({ turns }) => turns.map((_, i) => -i)),
    bySentence('BM25', (item) => asked(item).map((score, i) => score - i * 1e-6)),
    bySentence(`BM25, spread over ${REACH} turns`, (item) => spread(asked(item))),
  ]
}

/** Each score with those around it, less the farther. */
function spread(scores: readonly number[]): number[] {
  return scores.map((_, i) => {
    let sum = 0
    for (let j = Math.max(0, i - REACH); j <= Math.min(scores.length - 1, i + REACH); j++) {
      sum += scores[j]! * (1 - Math.abs(i - j) / (REACH + 1))
    }
    return sum
  })
}
