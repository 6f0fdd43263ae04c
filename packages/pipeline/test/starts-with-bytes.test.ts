import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startsWithBytes } from '../src/dialects/starts-with-bytes.ts'

/** The same bytes at another place of a buffer, so that words of four may not be aligned. */
function movedBy(offset: number, bytes: Uint8Array): Uint8Array {
  const room = new Uint8Array(bytes.length + offset)
  room.set(bytes, offset)
  return room.subarray(offset)
}

describe('startsWithBytes', () => {
  it('says what comparing byte by byte says, wherever the arrays lie and one byte differs', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 90 }),
        fc.nat(90),
        fc.option(fc.nat(89)),
        fc.tuple(fc.nat(5), fc.nat(5)),
        (bytes, length, changed, [left, right]) => {
          const prefix = bytes.slice(0, length)
          if (changed !== null && changed < prefix.length)
            prefix[changed] = (prefix[changed]! + 1) % 256
          const expected = prefix.every((byte, at) => byte === bytes[at])
          expect(startsWithBytes(movedBy(left, bytes), movedBy(right, prefix))).toBe(expected)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is false for a prefix that is longer', () => {
    expect(startsWithBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false)
  })
})
