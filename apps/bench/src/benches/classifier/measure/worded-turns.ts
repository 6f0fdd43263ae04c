import { type TurnCase, type WordedText, wordText } from '@x/agentcompbench'

/** A meeting cut into words, its turns in the place of sentences. */
export interface WordedTurns extends WordedText, TurnCase {}

/** Cuts a meeting into words by turn. */
export function wordTurns(item: TurnCase): WordedTurns {
  const worded = wordText(item.turns.join('\n'))
  const turns: number[][] = item.turns.map(() => [])
  let turn = 0
  let end = item.turns[0]?.length ?? 0
  for (const [i, word] of worded.words.entries()) {
    while (word.start > end) {
      turn += 1
      end += 1 + item.turns[turn]!.length
    }
    turns[turn]!.push(i)
  }
  return { ...item, ...worded, sentences: turns }
}
