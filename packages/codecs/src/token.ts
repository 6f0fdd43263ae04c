import { loadTokenizer, type Tokenizer } from '@x/tokens'
import type { Codec, CoderOptions, Knowledge } from './codec.ts'
import { ContainerError } from './errors.ts'
import { bytesOfIds, idsOfBytes } from './token/id-bytes.ts'
import { createIdReader, encodeIds } from './token/id-coder.ts'
import { readVarint, varintBytes } from './varint.ts'
import { VOCABULARY_IDS } from './vocabularies.ts'
import { textOfUtf8 } from './wtf8.ts'
import { decodeBlocks, encodeBlocks } from './zstd/blocks.ts'

/** First byte of a payload: the bytes as they are, for content that is no UTF-8 or gains nothing. */
const STORED = 0
const CODED = 1
const SLICE_TOKENS = 4096

/** Token ids of one encoding in adaptive arithmetic code. */
export const token: Codec = {
  name: 'token',
  id: 7,
  load: async (options) => {
    const tokenizer = await loadTokenizer(options.encoding)
    return {
      knowledge: knowledgeOf(options),
      encode: (bytes) => encodeTokens(bytes, tokenizer, packIds),
      decode: (payload, length) => decodeTokens(payload, length, tokenizer, unpackIds),
    }
  },
}

/** Token ids of one encoding as bytes, then zstd: LoPace's hybrid with a denser packing. */
export const hybrid: Codec = {
  name: 'hybrid',
  id: 8,
  load: async (options) => {
    const tokenizer = await loadTokenizer(options.encoding)
    const library = await options.surroundings.zstd.load()
    const frames = {
      compress: (content: Uint8Array): Uint8Array => library.compress(content, options.level),
      decompress: library.decompress,
    }
    const pack = (ids: readonly number[]): Uint8Array => {
      const packed = bytesOfIds(ids)
      return joined(varintBytes(packed.length), encodeBlocks(frames, packed))
    }
    const unpack = (payload: Uint8Array, length: number): readonly number[] => {
      const { value, end } = readVarint(payload, 1)
      // A token holds at least one byte and takes at most three.
      if (value > length * 3) throw damaged(1)
      return idsOfBytes(decodeBlocks(frames, payload.subarray(end), value))
    }
    return {
      knowledge: knowledgeOf(options),
      encode: (bytes) => encodeTokens(bytes, tokenizer, pack),
      decode: (payload, length) => decodeTokens(payload, length, tokenizer, unpack),
    }
  },
}

function knowledgeOf({ encoding }: CoderOptions): Knowledge {
  return { kind: 'tokenizer', id: VOCABULARY_IDS[encoding], encoding }
}

function packIds(ids: readonly number[]): Uint8Array {
  return joined(varintBytes(ids.length), encodeIds(ids))
}

function unpackIds(payload: Uint8Array, length: number): readonly number[] {
  const { value: count, end } = readVarint(payload, 1)
  if (count > length) throw damaged(1)
  const reader = createIdReader(payload, end)
  const ids: number[] = []
  while (ids.length < count && ids.at(-1) !== -1) ids.push(reader.next())
  return ids
}

function encodeTokens(
  bytes: Uint8Array,
  tokenizer: Tokenizer,
  pack: (ids: readonly number[]) => Uint8Array,
): Uint8Array {
  if (bytes.length === 0) return bytes.slice()
  const packed = isUtf8(bytes) ? pack(tokenizer.encode(textOfUtf8(bytes))) : undefined
  const isSmaller = packed !== undefined && packed.length < bytes.length
  return isSmaller ? joined([CODED], packed) : joined([STORED], bytes)
}

function decodeTokens(
  payload: Uint8Array,
  length: number,
  tokenizer: Tokenizer,
  unpack: (payload: Uint8Array, length: number) => readonly number[],
): Uint8Array {
  if (length === 0 && payload.length === 0) return payload.slice()
  if (payload[0] === STORED && payload.length === length + 1) return payload.slice(1)
  if (payload[0] !== CODED) throw damaged(0)
  return bytesOfTokens(unpack(payload, length), length, tokenizer, payload.length)
}

/** In slices: a token may stand for 128 bytes, and a damaged payload must not give that many times `length`. */
function bytesOfTokens(
  ids: readonly number[],
  length: number,
  tokenizer: Tokenizer,
  offset: number,
): Uint8Array {
  const bytes = new Uint8Array(length)
  let end = 0
  for (let start = 0; start < ids.length; start += SLICE_TOKENS) {
    const slice = decodeSlice(ids.slice(start, start + SLICE_TOKENS), tokenizer, offset)
    if (end + slice.length > length) throw damaged(offset)
    bytes.set(slice, end)
    end += slice.length
  }
  return bytes.subarray(0, end)
}

function decodeSlice(ids: readonly number[], tokenizer: Tokenizer, offset: number): Uint8Array {
  try {
    return tokenizer.decodeBytes(ids)
  } catch (cause) {
    const message = 'the payload holds an id outside the vocabulary; the data is damaged'
    throw new ContainerError('payload', offset, message, { cause })
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    textOfUtf8(bytes)
    return true
  } catch {
    return false
  }
}

function damaged(offset: number): ContainerError {
  return new ContainerError(
    'payload',
    offset,
    'no token payload of that length; the data is damaged',
  )
}

function joined(head: readonly number[], tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + tail.length)
  bytes.set(head)
  bytes.set(tail, head.length)
  return bytes
}
