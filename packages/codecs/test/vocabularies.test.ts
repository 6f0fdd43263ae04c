import { createHash } from 'node:crypto'
import { ENCODING_NAMES, loadTokenizer, type Tokenizer, UnknownTokenError } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { encodingOfNumber, numberOfEncoding, VOCABULARY_IDS } from '../src/vocabularies.ts'

const MORE_THAN_ANY_VOCABULARY = 210_000

function bytesOf(tokenizer: Tokenizer, token: number): Uint8Array | undefined {
  try {
    return tokenizer.decodeBytes([token])
  } catch (error) {
    if (error instanceof UnknownTokenError) return undefined
    throw error
  }
}

describe.each(ENCODING_NAMES)('%s', (encoding) => {
  it('has the vocabulary that its id stands for', async () => {
    const tokenizer = await loadTokenizer(encoding)
    const hash = createHash('sha256')
    for (let token = 0; token < MORE_THAN_ANY_VOCABULARY; token++) {
      const bytes = bytesOf(tokenizer, token)
      if (bytes === undefined) continue
      const head = Buffer.alloc(6)
      head.writeUInt32LE(token)
      head.writeUInt16LE(bytes.length, 4)
      hash.update(head).update(bytes)
    }
    expect(VOCABULARY_IDS[encoding].toString(16)).toBe(hash.digest().readUInt32BE().toString(16))
  })

  it('has a number of its own', () => {
    expect(encodingOfNumber(numberOfEncoding(encoding))).toBe(encoding)
  })
})
