import { coverUnits } from '../cover/cover-units.ts'
import type { KeepScores, WordScore } from '../scores/keep-scores.ts'
import type { Choice, Placed } from './layout.ts'

/**
 * The choices in the order in which scores want them, whatever the rate, without marks: what comes first is kept at the
 * lowest. Of equal ones the earlier comes first.
 */
export function orderChoices(
  text: string,
  choices: readonly Choice[],
  scores: KeepScores,
): number[] {
  if (scores.combine !== 'cover') return byWorth(worthOf(choices, scores))
  const strings = stringsByChoice(text, choices, scores)
  const items = choices.map(({ index, cost, opens }) => ({
    ...{ index, cost, opens },
    strings: strings[index]!,
  }))
  const weigh = (string: string, item: (typeof items)[number]) => item.strings.get(string) ?? 0
  return coverUnits(items, weigh, Number.POSITIVE_INFINITY)
}

/** The greatest first, of equal ones the earlier. */
export function byWorth(worth: readonly number[]): number[] {
  return Array.from(worth.keys()).sort((a, b) => worth[b]! - worth[a]! || a - b)
}

/** What each choice is worth by itself. */
export function worthOf(choices: readonly Placed[], { combine, words }: KeepScores): number[] {
  return wordsByChoice(choices, words).map(combine === 'mean' ? meanScore : bestScore)
}

/** The scored strings of each choice, each with its best score. */
export function stringsByChoice(
  text: string,
  choices: readonly Placed[],
  { words }: KeepScores,
): ReadonlyMap<string, number>[] {
  const anywhere = new Map<string, number>()
  for (const word of words) raise(anywhere, stringOf(text, word), word.score)
  const found = wordsByChoice(choices, words)
  return choices.map(({ index, outerStrings }) => {
    const strings = new Map<string, number>()
    for (const word of found[index]!) raise(strings, stringOf(text, word), word.score)
    for (const string of outerStrings) raise(strings, string, anywhere.get(string) ?? 0)
    return strings
  })
}

/** As `stringsOf` spells it. */
function stringOf(text: string, { start, end }: WordScore): string {
  return text.slice(start, end).toLowerCase().replaceAll(',', '')
}

function raise(scores: Map<string, number>, string: string, score: number): void {
  scores.set(string, Math.max(score, scores.get(string) ?? 0))
}

/** The words that start inside each choice; both lists are in order. */
function wordsByChoice(
  choices: readonly Placed[],
  words: readonly WordScore[],
): readonly (readonly WordScore[])[] {
  const ranges = choices.flatMap(({ index, ranges: own }) =>
    own.map((range) => ({ index, ...range })),
  )
  ranges.sort((a, b) => a.start - b.start)
  const found: WordScore[][] = choices.map(() => [])
  let at = 0
  for (const { index, start, end } of ranges) {
    while (at < words.length && words[at]!.start < start) at++
    for (; at < words.length && words[at]!.start < end; at++) found[index]!.push(words[at]!)
  }
  return found
}

function meanScore(words: readonly WordScore[]): number {
  return words.length === 0 ? 0 : words.reduce((sum, { score }) => sum + score, 0) / words.length
}

function bestScore(words: readonly WordScore[]): number {
  return words.reduce((best, { score }) => Math.max(best, score), 0)
}
