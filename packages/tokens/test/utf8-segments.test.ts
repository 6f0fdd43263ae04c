import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SENTINEL } from '../src/character-classes.ts'
import { ENCODING_NAMES, loadTokenizer } from '../src/index.ts'
import { PIECE_END, type PieceEnd } from '../src/pre-split.ts'
import { createSegmenter } from '../src/utf8-segments.ts'
import { anyText } from './texts.ts'

function piecesOf(text: string, segmentChars: number, pieceEnd: PieceEnd): string[] {
  const pieces: string[] = []
  createSegmenter(segmentChars)(text, (bytes, length) => {
    expect(bytes[length]).toBe(SENTINEL)
    for (let start = 0; start < length; ) {
      const end = pieceEnd(bytes, start)
      pieces.push(Buffer.from(bytes.subarray(start, end)).toString())
      start = end
    }
  })
  return pieces
}

describe.each(ENCODING_NAMES)('%s', (encoding) => {
  it('has the same pieces in segments of any length', () => {
    const words = fc.array(fc.oneof(fc.constantFrom('foo bar', ' Baz', 'I'), anyText), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(
        words.map((parts) => parts.join(' ')),
        fc.integer({ min: 1, max: 40 }),
        (text, chars) => {
          const whole = piecesOf(text, Number.POSITIVE_INFINITY, PIECE_END[encoding])
          expect(piecesOf(text, chars, PIECE_END[encoding])).toEqual(whole)
          expect(whole.join('')).toBe(text)
        },
      ),
      { numRuns: 200 },
    )
  })
})

it('counts a text of many segments as the sum of its lines', async () => {
  const tokenizer = await loadTokenizer('o200k_base')
  const line = 'The quick brown fox jumps over 13 lazy dogs; naïve café, 漢字.\n'
  const text = `${line}`.repeat(5000)
  expect(tokenizer.countTokens(text)).toBe(5000 * tokenizer.countTokens(line))
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
})
