import { bytesOfTokens } from './bytes-of-tokens.ts'
import type { EncodingName } from './encoding-names.ts'
import { IllFormedTextError } from './errors.ts'
import { createMerger } from './merge.ts'
import { createPieceCache } from './piece-cache.ts'
import { PIECE_END } from './pre-split.ts'
import type { Ranks } from './ranks.ts'
import type { Tokenizer } from './tokenizer.ts'
import { createSegmenter } from './utf8-segments.ts'
import { hashOf, NO_RANK, readVocabulary } from './vocabulary.ts'

const LONE_SURROGATE = /\p{Surrogate}/u

/** Byte-pair encoder over one vocabulary, on UTF-8 throughout: split, look up, merge what is no token. */
export function createBpe(encoding: EncodingName, ranks: Ranks): Tokenizer {
  const vocabulary = readVocabulary(ranks)
  const { rankOfHashed } = vocabulary
  const pieceEnd = PIECE_END[encoding]
  const cache = createPieceCache(vocabulary)
  const merger = createMerger(vocabulary)
  const eachSegment = createSegmenter()

  function scan(bytes: Uint8Array, length: number, out: number[] | undefined): number {
    let count = 0
    for (let start = 0; start < length; ) {
      const end = pieceEnd(bytes, start)
      const hash = hashOf(bytes, start, end)
      const rank = rankOfHashed(bytes, start, end, hash)
      if (rank === NO_RANK) {
        count += mergePiece(bytes, start, end, hash, out)
      } else {
        count += 1
        if (out !== undefined) out.push(rank)
      }
      start = end
    }
    return count
  }

  function mergePiece(
    bytes: Uint8Array,
    start: number,
    end: number,
    hash: number,
    out: number[] | undefined,
  ): number {
    const entry = cache.find(bytes, start, end, hash)
    if (entry >= 0) {
      if (out !== undefined) cache.appendTo(entry, out)
      return cache.count(entry)
    }
    const count = merger.merge(bytes, start, end)
    const tokens = merger.tokens()
    cache.keep(hash, tokens, count)
    if (out !== undefined) {
      for (let index = 0; index < count; index += 1) out.push(tokens[index] as number)
    }
    return count
  }

  function countTokens(text: string): number {
    let count = 0
    eachSegment(text, (bytes, length) => {
      count += scan(bytes, length, undefined)
    })
    return count
  }

  function encode(text: string): number[] {
    if (!isWellFormed(text)) throw new IllFormedTextError(text.search(LONE_SURROGATE))
    const tokens: number[] = []
    eachSegment(text, (bytes, length) => scan(bytes, length, tokens))
    return tokens
  }

  const decodeBytes = (tokens: Iterable<number>): Uint8Array =>
    bytesOfTokens(tokens, vocabulary, encoding)

  return {
    encoding,
    countTokens,
    encode,
    decodeBytes,
    decode: (tokens) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeBytes(tokens)),
  }
}

/** Node 20, workerd and browsers since 2023 have the method, which is some hundred times faster than the pattern. */
function isWellFormed(text: string & { isWellFormed?(): boolean }): boolean {
  return text.isWellFormed?.() ?? !LONE_SURROGATE.test(text)
}
