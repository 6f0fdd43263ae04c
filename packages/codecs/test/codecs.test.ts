import { brotliCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODECS, createCodecs, MissingKnowledgeError } from '../src/index.ts'
import { createNodeCodecs } from '../src/node.ts'
import { anyBytes, anyString, TEXTS } from './contract/contents.ts'

const codecs = createNodeCodecs()
const NAMES = CODECS.map((codec) => codec.name)

describe.each([...NAMES, 'auto'])('codec %s', (codec) => {
  it.each(Object.keys(TEXTS))('gives back: %s', async (name) => {
    const text = TEXTS[name] as string
    expect(await codecs.open(await codecs.seal(text, { codec }))).toBe(text)
  })

  it('gives back any string', async () => {
    await fc.assert(
      fc.asyncProperty(anyString, async (text) => {
        expect(await codecs.open(await codecs.seal(text, { codec }))).toBe(text)
      }),
      { numRuns: 80 },
    )
  })

  it('gives back any bytes as bytes', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        expect(await codecs.open(await codecs.seal(bytes, { codec }))).toEqual(bytes)
      }),
      { numRuns: 80 },
    )
  })
})

describe.each(NAMES)('bare payload of %s', (codec) => {
  it('is never more than the content and three bytes, and decodes', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const payload = await codecs.encode(bytes, { codec })
        expect(payload.length).toBeLessThanOrEqual(bytes.length + 3)
        expect(new Uint8Array(await codecs.decode(payload, bytes.length, { codec }))).toEqual(bytes)
      }),
      { numRuns: 80 },
    )
  })
})

describe('auto', () => {
  it.each(['fast', 'balanced', 'small'] as const)(
    'never gives more than raw in a container, profile %s',
    async (profile) => {
      await fc.assert(
        fc.asyncProperty(anyString, async (text) => {
          const sealed = await codecs.seal(text, { profile })
          const raw = await codecs.seal(text, { codec: 'raw' })
          expect(sealed.length).toBeLessThanOrEqual(raw.length)
        }),
        { numRuns: 60 },
      )
    },
  )

  it('works without a brotli driver', async () => {
    const text = 'the same words, '.repeat(50)
    const bare = createCodecs()
    expect(await bare.open(await bare.seal(text, { profile: 'small' }))).toBe(text)
  })
})

describe('options', () => {
  it.each([0, 23, 1.5, Number.NaN])('refuse level %s with a range error', async (level) => {
    await expect(codecs.seal('x', { level })).rejects.toThrow(RangeError)
  })

  it('refuse an unknown codec by name', async () => {
    await expect(codecs.seal('x', { codec: 'zip' })).rejects.toThrow(/"zip" is unknown/)
  })

  it('say that a brotli container needs a driver', async () => {
    const sealed = await codecs.seal('brotli '.repeat(90), { codec: 'brotli' })
    await expect(createCodecs().open(sealed)).rejects.toThrow(MissingKnowledgeError)
    expect(sealed.length).toBeLessThan(brotliCompressSync('brotli '.repeat(90)).length + 8)
  })

  it.each([1, 3, 9, 15, 19, 22])('take level %s for a full frame', async (level) => {
    const text = 'a line that is number '.concat(String(level), '\n').repeat(11_500)
    expect(await codecs.open(await codecs.seal(text, { codec: 'zstd', level }))).toBe(text)
  })
})
