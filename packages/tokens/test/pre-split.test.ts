import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CLASS_MASK,
  LOWER,
  MARK,
  NUMBER,
  SENTINEL,
  UNCASED,
  UPPER,
  unitAt,
} from '../src/character-classes.ts'
import { ENCODING_NAMES } from '../src/index.ts'
import { PIECE_END } from '../src/pre-split.ts'
import { loadRanks } from '../src/ranks.ts'
import { anyText } from './texts.ts'

const ENGINE_CLASSES: ReadonlyArray<readonly [RegExp, number]> = [
  [/\p{N}/u, NUMBER],
  [/\p{M}/u, MARK],
  [/\p{Lm}|\p{Lo}/u, UNCASED],
  [/\p{Lu}|\p{Lt}/u, UPPER],
  [/\p{Ll}/u, LOWER],
]

describe.each(ENCODING_NAMES)('%s', (encoding) => {
  it('splits where the regular expression of the vocabulary splits', async () => {
    const { pat_str: source } = await loadRanks(encoding)
    // JavaScript's \s holds U+FEFF and not U+0085, unlike tiktoken's; ſ folds to s in tiktoken's (?i:'s).
    const pattern = new RegExp(
      source
        .replaceAll('\\s', '\\p{White_Space}')
        .replaceAll('\\S', '\\P{White_Space}')
        .replaceAll("'S|", "'S|'ſ|"),
      'gu',
    )
    fc.assert(
      fc.property(anyText.map(knownToBoth), (text) => {
        expect(split(text, PIECE_END[encoding])).toEqual(text.match(pattern) ?? [])
      }),
      { numRuns: 500 },
    )
  })
})

function split(text: string, pieceEnd: (bytes: Uint8Array, start: number) => number): string[] {
  const bytes = Buffer.from(text)
  const scanned = new Uint8Array([...bytes, SENTINEL])
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = pieceEnd(scanned, start)
    pieces.push(bytes.toString('utf8', start, end))
    start = end
  }
  return pieces
}

/** The engine's Unicode version is not ours: a character that the two class differently cannot be compared. */
function knownToBoth(text: string): string {
  return Array.from(text, (character) => {
    const ours = unitAt(Buffer.from(character), 0) & CLASS_MASK
    const engine = ENGINE_CLASSES.find(([pattern]) => pattern.test(character))?.[1] ?? 0
    return (ours >= NUMBER ? ours : 0) === engine ? character : '?'
  }).join('')
}
