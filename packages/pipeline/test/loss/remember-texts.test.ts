import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rememberTexts } from '../../src/loss/remember-texts.ts'

describe('rememberTexts', () => {
  it('asks once for a text that comes again', () => {
    let calls = 0
    const length = rememberTexts((text) => [text.length, ++calls], { texts: 2, characters: 100 })
    expect([length('a'), length('bb'), length('a')].map(([size]) => size)).toEqual([1, 2, 1])
    expect(calls).toBe(2)
  })

  it('forgets what was not asked for longest, beyond either bound', () => {
    const asked: string[] = []
    const of = rememberTexts((text) => asked.push(text), { texts: 2, characters: 5 })
    for (const text of ['a', 'b', 'a', 'c', 'a', 'b', 'dddd', 'eeeeee', 'dddd', 'b']) of(text)
    expect(asked).toEqual(['a', 'b', 'c', 'b', 'dddd', 'eeeeee'])
  })

  it('answers as the function does, whatever the bounds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 6 })),
        fc.nat(4),
        fc.nat(12),
        (texts, count, characters) => {
          const of = rememberTexts((text) => ({ text }), { texts: count, characters })
          for (const text of texts) expect(of(text)).toEqual({ text })
        },
      ),
    )
  })
})
