import { STOP_WORDS, termsOf, wordsOf } from '@x/classifier/training'
import { contentStems, stemPairs } from '../cases/references.ts'
import { stemOf } from '../cases/stem.ts'
import type { Needed } from './draft.ts'

interface Stemmed {
  readonly start: number
  readonly end: number
  readonly stem: string
}

/** Stems of a pair stand at most this many words apart in the source. */
const PAIR_REACH = 4

/**
 * Aligns a reference with its source word by word: the first place of each of its stems, and every place where two
 * neighbours of the reference stand close together.
 */
export function alignedWords(text: string, reference: string): Needed[] {
  const words = stemmedWords(text)
  const wanted = new Set(contentStems(reference))
  const pairs = new Set(stemPairs(reference).map(([a, b]) => `${a} ${b}`))
  const found = new Set<Stemmed>()
  const met = new Set<string>()
  for (const [i, word] of words.entries()) {
    if (wanted.has(word.stem) && !met.has(word.stem)) found.add(word)
    met.add(word.stem)
    for (const next of words.slice(i + 1, i + 1 + PAIR_REACH)) {
      if (pairs.has(`${word.stem} ${next.stem}`)) {
        found.add(word)
        found.add(next)
        break
      }
    }
  }
  return Array.from(found, ({ start, end }) => [start, end, 'reference'] as const)
}

/** The words of a text that have a stem, by their first one. */
function stemmedWords(text: string): Stemmed[] {
  return wordsOf(text).flatMap(({ start, end }) => {
    const term = termsOf(text.slice(start, end)).find((t) => t.length > 2 && !STOP_WORDS.has(t))
    return term === undefined ? [] : [{ start, end, stem: stemOf(term) }]
  })
}
