import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '../../src/web/sha256.ts'

it('hashes any bytes as node:crypto does', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .constantFrom(55, 56, 63, 64, 65, 119, 120, 10_000)
      .map((size) => new Uint8Array(size).fill(7)),
  )
  fc.assert(
    fc.property(bytes, (data) => {
      expect(sha256(data)).toBe(createHash('sha256').update(data).digest('hex'))
    }),
  )
})
