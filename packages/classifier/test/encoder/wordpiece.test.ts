import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWordpiece } from '../../src/training.ts'
import { arbitraryText } from '../arbitrary-text.ts'
import { VOCABULARY } from './vocabulary.ts'

const wordpiece = createWordpiece(VOCABULARY)
const pieces = VOCABULARY.split('\n')

function spelled(text: string): string[] {
  return wordpiece.piecesOf(text).map(({ id }) => pieces[id]!)
}

describe('createWordpiece', () => {
  it.each([
    ['', []],
    ['  \n\t', []],
    ['Orders', ['order', '##s']],
    ['unaffordable', ['un', '##afford', '##able']],
    ['CAFÉ café', ['cafe', 'cafe']],
    ['a_7.b', ['a', '_', '7', '.', 'b']],
    ['status:ordered', ['status', ':', 'order', '##ed']],
    ['x\u200by\u0000z', ['x', '##y', '##z']],
    ['\ufffd', []],
    ['中a', ['[UNK]', 'a']],
    ['ﬁx', ['[UNK]']],
    ['naïve\u00a0no', ['n', '##a', '##i', '##v', '##e', 'n', '##o']],
    ['a'.repeat(101), ['[UNK]']],
    ['İ', ['i']],
    ['don’t', ['d', '##o', '##n', '[UNK]', 't']],
  ])('cuts %j', (text, expected) => {
    expect(spelled(text)).toEqual(expected)
  })

  it('keeps offsets in order, inside the text, each over what it spells, on any text', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        let last = 0
        for (const { id, start, end } of wordpiece.piecesOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(id).toBeLessThan(pieces.length)
          last = start
        }
      }),
    )
  })

  it('finds in a range what it finds in that part alone', () => {
    fc.assert(
      fc.property(arbitraryText, fc.nat(40), fc.nat(40), (text, a, b) => {
        const [start, end] = [Math.min(a, text.length), Math.min(Math.max(a, b), text.length)]
        const moved = wordpiece
          .piecesOf(text.slice(start, end))
          .map((piece) => ({ ...piece, start: piece.start + start, end: piece.end + start }))
        expect(wordpiece.piecesOf(text, start, end)).toEqual(moved)
      }),
    )
  })

  it('names a mark that the vocabulary lacks', () => {
    expect(() => createWordpiece('[UNK]\n[CLS]\na')).toThrow(/\[SEP\]/)
  })
})
