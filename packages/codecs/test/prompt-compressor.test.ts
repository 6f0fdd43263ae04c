import { createHash } from 'node:crypto'
import { ENCODING_NAMES } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  COMPRESSION_METHODS,
  ContainerError,
  compareCodecs,
  createCodecs,
  createPromptCompressor,
  empiricalLimit,
  shannonEntropy,
  verifyRoundTrip,
} from '../src/index.ts'
import { createTrigramFilter, mayContain } from '../src/store.ts'
import { anyBytes, TEXTS } from './contract/contents.ts'

const SAMPLE =
  'You are an assistant for a library. Answer in complete sentences, name the shelf of every book that ' +
  'you mention, and ask back when a title is ambiguous. Never promise a due date; point to the desk instead.'
const compressor = createPromptCompressor()

describe.each(COMPRESSION_METHODS)('method %s', (method) => {
  it.each(ENCODING_NAMES)('gives texts back with %s', async (encoding) => {
    const one = createPromptCompressor({ encoding })
    for (const text of Object.values(TEXTS).filter(({ length }) => length < 9000)) {
      expect(await one.decompress(await one.compress(text, method))).toBe(text)
    }
  })

  it('returns the original beside the container', async () => {
    const both = await compressor.compressAndReturnBoth(SAMPLE, method)
    expect(both.original).toBe(SAMPLE)
    expect(await compressor.decompress(both.compressed)).toBe(SAMPLE)
  })

  it('proves the round trip', async () => {
    const sha256 = createHash('sha256').update(SAMPLE).digest('hex')
    expect(await compressor.verify(SAMPLE, method)).toEqual({
      isExact: true,
      reconstructionError: 0,
      originalSha256: sha256,
      decodedSha256: sha256,
    })
  })

  it('makes an ordinary prompt smaller', async () => {
    const container = await compressor.compress(SAMPLE, method)
    expect(container.length).toBeLessThan(SAMPLE.length)
  })

  it('has figures of its own when asked for alone', async () => {
    const stats = await compressor.stats(SAMPLE, method)
    expect(Object.keys(stats.methods)).toEqual([method])
    const { compressedBytes = 0, compressionRatio = 0 } = stats.methods[method] ?? {}
    expect(compressionRatio).toBeCloseTo(SAMPLE.length / compressedBytes)
  })
})

describe('the prompt compressor', () => {
  it('has figures of all methods', async () => {
    const stats = await compressor.stats(SAMPLE)
    expect(Object.keys(stats.methods)).toEqual([...COMPRESSION_METHODS])
    expect(stats.originalBytes).toBe(SAMPLE.length)
    expect(stats.originalTokens).toBe(44)
  })

  it.each([0, 23])('refuses level %s', (level) => {
    expect(() => createPromptCompressor({ level })).toThrow(RangeError)
  })

  it('reads what another tokenizer wrote, since the container names it', async () => {
    const other = createPromptCompressor({ encoding: 'r50k_base' })
    expect(await compressor.decompress(await other.compress(SAMPLE, 'token'))).toBe(SAMPLE)
  })

  it('refuses a container of bytes', async () => {
    const bytes = await createCodecs().seal(Uint8Array.of(1, 2, 3))
    await expect(compressor.decompress(bytes)).rejects.toThrow(ContainerError)
  })
})

describe('verification', () => {
  it('counts differing characters, missing ones included', async () => {
    expect(await verifyRoundTrip('abcd', 'abXd')).toMatchObject({ reconstructionError: 0.25 })
    expect(await verifyRoundTrip('abcd', 'ab')).toMatchObject({ reconstructionError: 0.5 })
    expect(await verifyRoundTrip('', '')).toMatchObject({ isExact: true, reconstructionError: 0 })
  })
})

describe('entropy', () => {
  it('is that of the counts', () => {
    expect(shannonEntropy('aabb')).toBe(1)
    expect(shannonEntropy('aaaa')).toBe(0)
    expect(shannonEntropy('')).toBe(0)
    expect(shannonEntropy('abcdefgh')).toBe(3)
    expect(shannonEntropy('é', { unit: 'byte' })).toBe(1)
  })

  it('falls with the order, to nothing where the past says it all', () => {
    const text = 'abracadabra '.repeat(40)
    const orders = ([0, 1, 2, 3] as const).map((order) => shannonEntropy(text, { order }))
    for (const [index, bits] of orders.entries()) {
      expect(bits).toBeLessThan((orders[index - 1] ?? Number.POSITIVE_INFINITY) + 0.001)
    }
    expect(shannonEntropy('abababab', { order: 1 })).toBe(0)
  })

  it('gives the limit of its order, which a codec may undercut', async () => {
    const text = 'the same line again and again\n'.repeat(60)
    const limit = empiricalLimit(text)
    expect(limit.minBytes).toBe(Math.ceil(limit.minBits / 8))
    expect((await createCodecs().seal(text)).length).toBeLessThan(limit.minBytes)
  })
})

describe('the trigram filter', () => {
  it('never denies what is there', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(400), fc.nat(40), (bytes, start, length) => {
        const query = bytes.subarray(
          start % (bytes.length + 1),
          (start % (bytes.length + 1)) + length,
        )
        expect(mayContain(createTrigramFilter(bytes), query)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('denies nearly all that is not there', () => {
    const bytes = new TextEncoder().encode(SAMPLE.repeat(3))
    const filter = createTrigramFilter(bytes)
    const queries = Array.from({ length: 400 }, (_, index) => `order ${index * 7919}`)
    const admitted = queries.filter((query) => mayContain(filter, new TextEncoder().encode(query)))
    expect(admitted.length).toBeLessThan(8)
  })
})

describe('a comparison', () => {
  it('names the codecs that the runtime lacks and proves the others', async () => {
    let clock = 0
    const comparison = await compareCodecs(SAMPLE, { now: () => clock++ })
    expect(comparison.missing.map(({ codec }) => codec)).toEqual(['brotli'])
    expect(comparison.results.every(({ isExact }) => isExact)).toBe(true)
    expect(comparison.results[0]).toMatchObject({ codec: 'raw', sealedBytes: SAMPLE.length + 6 })
    expect(comparison.results[0]?.sealMegabytesPerSecond).toBeCloseTo(SAMPLE.length / 1000)
  })
})
