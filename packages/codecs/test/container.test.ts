import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../src/crc32c.ts'
import { ContainerError, readHeader } from '../src/index.ts'
import { createNodeCodecs } from '../src/node.ts'
import { checkMutations, sealedOfEveryKind } from './contract/mutations.ts'

const codecs = createNodeCodecs()
const TEXT = 'Summarise the following meeting notes in three bullet points. '.repeat(3)

/** A long-form header with these fields and nothing behind it but `rest`. */
function longForm(fields: { version?: number; codec?: number; flags?: number }, rest: number[]) {
  const { version = 1, codec = 0, flags = 0 } = fields
  return Uint8Array.from([0xff, 0x50, version, codec, flags, ...rest])
}

async function faultOf(container: Uint8Array, maxBytes?: number): Promise<string> {
  const error = await codecs
    .open(container, maxBytes === undefined ? {} : { maxBytes })
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ContainerError)
  return (error as ContainerError).fault
}

describe('the short form', () => {
  it('adds five bytes below 128 bytes of text and six below 16 KB', async () => {
    expect((await codecs.seal('abc', { codec: 'raw' })).length).toBe(3 + 5)
    expect((await codecs.seal(TEXT, { codec: 'raw' })).length).toBe(TEXT.length + 6)
  })

  it('is not used for bytes, lone surrogates, tokens or long texts', async () => {
    const sealed = await Promise.all([
      codecs.seal(new Uint8Array(4)),
      codecs.seal('\ud800'),
      codecs.seal(TEXT, { codec: 'token' }),
      codecs.seal(TEXT.repeat(100)),
    ])
    expect(sealed.map((container) => readHeader(container).form)).toEqual(Array(4).fill('long'))
  })

  it('never begins like a text', async () => {
    expect((await codecs.seal('')).at(0)).toBeGreaterThanOrEqual(0xf8)
  })
})

describe('the header', () => {
  it('names the tokenizer and its vocabulary', async () => {
    const header = readHeader(await codecs.seal(TEXT, { codec: 'hybrid', encoding: 'cl100k_base' }))
    expect(header.knowledge).toEqual({
      kind: 'tokenizer',
      id: 0x9f3b479e,
      encoding: 'cl100k_base',
    })
  })

  it('carries a checksum that RFC 3720 would give', () => {
    expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa')
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index)).toString(16)).toBe(
      '46dd794e',
    )
  })

  it('is refused by what is wrong with it', async () => {
    expect(await faultOf(new Uint8Array())).toBe('truncated')
    expect(await faultOf(Buffer.from('plain text'))).toBe('magic')
    expect(await faultOf(Uint8Array.of(0xff, 0x51, 1, 0, 0, 0, 0, 0, 0, 0))).toBe('magic')
    expect(await faultOf(longForm({ version: 2 }, [0, 0, 0, 0, 0]))).toBe('version')
    expect(await faultOf(longForm({ codec: 99 }, [0, 0, 0, 0, 0]))).toBe('codec')
    expect(await faultOf(longForm({ flags: 3 }, [0, 0, 0, 0, 0]))).toBe('flags')
    expect(await faultOf(longForm({ flags: 0x10 }, [0, 0, 0, 0, 0]))).toBe('flags')
    expect(await faultOf(longForm({}, [0x80, 0x80, 0x80, 0x80, 0x80, 1]))).toBe('length')
    expect(await faultOf(longForm({}, [0x80, 0]))).toBe('length')
    expect(await faultOf(longForm({}, [5, 1, 2, 3, 4]))).toBe('payload')
  })

  it('is refused before anything is allocated when it claims 4 GiB', async () => {
    const before = process.memoryUsage.rss()
    for (const codec of [0, 1, 3, 7, 8]) {
      const claim = longForm({ codec }, [0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3, 4, 5, 6])
      expect(await faultOf(claim)).toBe('limit')
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024)
  })

  it('is held to the limit of the caller', async () => {
    const sealed = await codecs.seal('x'.repeat(5000))
    expect(await faultOf(sealed, 4999)).toBe('limit')
    expect(await codecs.open(sealed, { maxBytes: 5000 })).toHaveLength(5000)
  })

  it('refuses a vocabulary of another build', async () => {
    const sealed = await codecs.seal(TEXT, { codec: 'token' })
    const encodingAt = readHeader(sealed).payloadStart - 5
    for (const offset of [encodingAt, encodingAt + 2]) {
      const other = sealed.slice()
      other[offset]! ^= 1
      expect(await faultOf(other)).toBe('codec')
    }
  })
})

describe('damaged containers', () => {
  it('never open as another text when one is cut anywhere', async () => {
    for (const { container } of await sealedOfEveryKind(codecs)) {
      for (let length = 0; length < container.length; length += 7) {
        await faultOf(container.slice(0, length))
      }
    }
  })

  it('never open as another text, however they are mutated', async () => {
    await checkMutations(codecs, 5000)
  })
})

it('hashes nothing by chance: a container of the same text is the same bytes', async () => {
  const digest = async (): Promise<string> =>
    createHash('sha256')
      .update(await codecs.seal(TEXT, { codec: 'token' }))
      .digest('hex')
  expect(await digest()).toBe(await digest())
})
