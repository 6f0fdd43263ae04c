import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCodecs } from '../src/index.ts'
import { anyBytes, anyString, TEXTS } from './contract/contents.ts'

const codecs = createCodecs()
const utf8 = new TextEncoder()

describe.each(['cm', 'cm-balanced', 'cm-fast'])('%s', (codec) => {
  it.each(Object.entries(TEXTS))('gives back %s', async (_, text) => {
    const container = await codecs.seal(text, { codec })
    expect((await codecs.open(container)) === text).toBe(true)
  })

  it('gives back any bytes and any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyBytes, anyString), async (content) => {
        const container = await codecs.seal(content, { codec })
        expect(await codecs.open(container)).toEqual(content)
      }),
      { numRuns: 150 },
    )
  })

  it('codes a message the same whatever came before it', async () => {
    const text = 'The deployment failed because the token has expired; please sign in again.'
    const first = await codecs.encode(text, { codec })
    await codecs.encode('Something else. '.repeat(5000), { codec })
    await codecs.decode(first.slice(0, 9), 400, { codec }).catch((error) => error)
    expect(await codecs.encode(text, { codec })).toEqual(first)
  })

  it('never takes more than the content and a byte', async () => {
    const noise = fc.uint8Array({ minLength: 1, maxLength: 2000 })
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const payload = await codecs.encode(bytes, { codec })
        expect(payload.length).toBeLessThanOrEqual(bytes.length + 1)
        expect(await codecs.decode(payload, bytes.length, { codec })).toEqual(bytes)
      }),
      { numRuns: 100 },
    )
  })

  it('refuses a payload that no text of that length encodes to', async () => {
    const bytes = utf8.encode('Summarise the following text in one sentence. '.repeat(40))
    const payload = await codecs.encode(bytes, { codec })
    const long = Uint8Array.of(...payload, 7)
    for (const damaged of [long, new Uint8Array(bytes.length + 3)]) {
      const decoding = codecs.decode(damaged, bytes.length, { codec })
      await expect(decoding).rejects.toMatchObject({ name: 'ContainerError', fault: 'payload' })
    }
  })

  it('leans on a prior of the caller, and names it when it is missing', async () => {
    const bytes = utf8.encode('{"ticket":{"severity":"minor","owner":"platform-team"}}\n'.repeat(9))
    const withPrior = createCodecs({ dictionaries: [{ id: 0x01020304, bytes }] })
    const text = '{"ticket":{"severity":"minor","owner":"platform-team"}}'
    const container = await withPrior.seal(text, { codec, dictionary: 0x01020304 })
    expect(container.length).toBeLessThan((await codecs.seal(text, { codec })).length)
    expect(await withPrior.open(container)).toBe(text)
    const opening = codecs.open(container)
    await expect(opening).rejects.toMatchObject({ name: 'MissingKnowledgeError', what: 'prior' })
  })
})

describe('a compiled module', () => {
  it.each([
    ['cm', 'cm', 'cm-small.wasm'],
    ['cm-balanced', 'cmBalanced', 'cm-balanced.wasm'],
    ['cm-fast', 'cmFast', 'cm-fast.wasm'],
  ])('given for %s writes what the embedded one writes', async (codec, key, file) => {
    const path = join(import.meta.dirname, '../wasm', file)
    const module = await WebAssembly.compile(readFileSync(path))
    const given = createCodecs({ modules: { [key]: module } })
    const text = 'A module that was compiled before.'
    expect(await given.seal(text, { codec })).toEqual(await codecs.seal(text, { codec }))
  })
})
