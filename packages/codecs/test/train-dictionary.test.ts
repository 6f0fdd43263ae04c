import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadShippedDictionary } from '../src/dictionary/shipped.ts'
import { createCodecs, createDictionary, MissingKnowledgeError, readHeader } from '../src/index.ts'
import { trainDictionary } from '../src/training.ts'
import { bokuwebDriver } from '../src/zstd/bokuweb-driver.ts'
import { defaultZstdDriver } from '../src/zstd/default-driver.ts'
import { zstdCodecDriver } from '../src/zstd/zstd-codec-driver.ts'

const NAMES = ['Lisbon', 'Osaka', 'Quito', 'Tromso', 'Accra', 'Perth']

/** A ticket of a made-up help desk: much that all share, some numbers of its own. */
function ticket(number: number): string {
  const city = NAMES[number % NAMES.length]
  return JSON.stringify({
    ticket: number * 7919,
    status: number % 3 ? 'waiting for customer' : 'in progress',
    site: `${city} office, floor ${number % 11}`,
    note: `The printer on floor ${number % 11} reports error ${(number * 31) % 97} since the last update.`,
  })
}

const SAMPLES = Array.from({ length: 400 }, (_, number) => ticket(number))
const FRESH = Array.from({ length: 40 }, (_, number) => ticket(5000 + number * 13))

/** The dictionary grown to 112 KB by content that nothing repeats. */
function padded(bytes: Uint8Array, mark: number): Uint8Array {
  const large = new Uint8Array(112 * 1024)
  for (let index = 0; index < large.length; index++) large[index] = (index * index * mark) >>> 7
  large.set(bytes.subarray(0, 600))
  large.set(bytes.subarray(600), large.length - bytes.length + 600)
  return large
}

describe('a trained dictionary', () => {
  it('makes texts of its kind less than half of what plain zstd makes', async () => {
    const dictionary = await trainDictionary(SAMPLES, { maxBytes: 8192 })
    expect(dictionary.bytes.length).toBeLessThanOrEqual(8192)
    const codecs = createCodecs({ dictionaries: [dictionary] })
    let plain = 0
    let primed = 0
    for (const text of FRESH) {
      const sealed = await codecs.seal(text, {
        codec: 'zstd-dictionary',
        dictionary: dictionary.id,
      })
      expect(await codecs.open(sealed)).toBe(text)
      primed += sealed.length
      plain += (await codecs.seal(text, { codec: 'zstd' })).length
    }
    expect(primed).toBeLessThan(plain / 2)
  })

  it('is the same bytes for the same samples', async () => {
    const [one, two] = [await trainDictionary(SAMPLES), await trainDictionary(SAMPLES)]
    expect(one).toEqual(two)
  })

  it('is read alike by every driver, at every level', async () => {
    const { bytes } = await trainDictionary(SAMPLES, { maxBytes: 16_384 })
    const content = new TextEncoder().encode(FRESH.join('\n'))
    const drivers = [await zstdCodecDriver.load(), await bokuwebDriver.load()]
    for (const level of [1, 3, 6, 9, 15, 19, 22]) {
      for (const writer of drivers) {
        const frame = (await writer.withDictionary(bytes, level)).compress(content)
        for (const reader of drivers) {
          const opened = await reader.withDictionary(bytes, level)
          expect(opened.decompress(frame, content.length)).toEqual(content)
        }
      }
    }
  })

  it('stays apart from others that are loaded at once, large texts and high levels included', async () => {
    const { bytes } = await trainDictionary(SAMPLES)
    const dictionaries = await Promise.all(
      [1, 2, 3, 4, 5].map((mark) => createDictionary(padded(bytes, mark))),
    )
    const { seal, open } = createCodecs({ dictionaries })
    const text = SAMPLES.join('\n').repeat(5)
    const jobs = dictionaries.flatMap(({ id }) =>
      [9, 15, 22].map(async (level) => {
        const sealed = await seal(text, { codec: 'zstd-dictionary', level, dictionary: id })
        return (await open(sealed)) === text
      }),
    )
    expect(await Promise.all(jobs)).toEqual(Array(15).fill(true))
  })

  it('is asked for by name where it is missing', async () => {
    const dictionary = await trainDictionary(SAMPLES)
    const owner = createCodecs({ dictionaries: [dictionary] })
    const sealed = await owner.seal(FRESH[0] as string, {
      codec: 'zstd-dictionary',
      dictionary: dictionary.id,
    })
    await expect(createCodecs().open(sealed)).rejects.toThrow(MissingKnowledgeError)
    await expect(createCodecs().open(sealed)).rejects.toThrow(dictionary.id.toString(16))
  })

  it('is refused for a bad size, and for samples that repeat nothing', async () => {
    await expect(trainDictionary(SAMPLES, { maxBytes: 10 })).rejects.toThrow(RangeError)
    await expect(trainDictionary(['abcdefgh'])).rejects.toThrow(/repeat nothing/)
  })
})

describe('the shipped dictionary', () => {
  it('is the content that its manifest names', async () => {
    const { id, bytes } = await loadShippedDictionary(defaultZstdDriver)
    expect(id).toBe((await createDictionary(bytes)).id)
    const manifest = readFileSync(
      join(import.meta.dirname, '../dictionaries/manifest.json'),
      'utf8',
    )
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(JSON.parse(manifest).sha256)
  })

  it('needs no id in the container and makes a short prompt smaller than plain zstd does', async () => {
    const { seal, open } = createCodecs()
    const text =
      'Please summarise the following text in three short sentences and list the open questions.'
    const sealed = await seal(text, { codec: 'zstd-dictionary' })
    expect(await open(sealed)).toBe(text)
    expect(readHeader(sealed)).toMatchObject({ form: 'short', knowledge: undefined })
    expect(sealed.length).toBeLessThan(
      (await seal(text, { codec: 'zstd', level: 22 })).length * 0.8,
    )
  })
})
