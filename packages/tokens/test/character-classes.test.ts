import { Tiktoken } from 'tiktoken'
import { expect, it } from 'vitest'
import {
  CLASS_MASK,
  LOWER,
  MARK,
  NEWLINE,
  NUMBER,
  OTHER,
  SPACE,
  UNCASED,
  UPPER,
  unitAt,
  WIDTH_SHIFT,
} from '../src/character-classes.ts'

/** A vocabulary of the 256 bytes: under a pattern of one class, tiktoken's tokens are the UTF-8 of that class. */
const BYTES = `! 0 ${Array.from({ length: 256 }, (_, byte) => btoa(String.fromCharCode(byte))).join(' ')}`

const EVERY_CHARACTER = Buffer.from(
  Array.from({ length: 0x110000 }, (_, point) => point)
    .filter((point) => point < 0xd800 || point > 0xdfff)
    .map((point) => String.fromCodePoint(point))
    .join(''),
)

it.each([
  [OTHER, '[^\\s\\p{L}\\p{M}\\p{N}]'],
  [NEWLINE, '[\\r\\n]'],
  [SPACE, '[\\s--[\\r\\n]]'],
  [NUMBER, '\\p{N}'],
  [MARK, '\\p{M}'],
  [UNCASED, '[\\p{Lm}\\p{Lo}]'],
  [UPPER, '[\\p{Lu}\\p{Lt}]'],
  [LOWER, '\\p{Ll}'],
])('puts into class %i the characters that tiktoken takes for %s', (kind, pattern) => {
  const tiktoken = new Tiktoken(BYTES, {}, pattern)
  const expected = Buffer.from(tiktoken.encode(EVERY_CHARACTER.toString(), [], [])).toString()
  tiktoken.free()
  expect(charactersOf(kind) === expected).toBe(true)
})

function charactersOf(kind: number): string {
  let characters = ''
  for (let at = 0; at < EVERY_CHARACTER.length; ) {
    const unit = unitAt(EVERY_CHARACTER, at)
    const end = at + (unit >> WIDTH_SHIFT)
    if ((unit & CLASS_MASK) === kind) characters += EVERY_CHARACTER.toString('utf8', at, end)
    at = end
  }
  return characters
}
