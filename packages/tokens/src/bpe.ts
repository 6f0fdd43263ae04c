import type { EncodingName } from './encoding-names.ts'
import { IllFormedTextError, UnknownTokenError } from './errors.ts'
import { mergePiece } from './merge.ts'
import type { Ranks } from './ranks.ts'
import type { Tokenizer } from './tokenizer.ts'

const LONE_SURROGATE = /\p{Surrogate}/u
const CACHE_ENTRIES = 65_536
const LONGEST_CACHED_PIECE = 64

/** Byte-pair encoder over one vocabulary; token bytes are held as binary strings (one char per byte). */
export function createBpe(encoding: EncodingName, ranks: Ranks): Tokenizer {
  const vocabulary = readVocabulary(ranks)
  const pattern = new RegExp(ranks.pat_str, 'gu')
  const cache = new Map<string, readonly number[]>()

  function tokensOfPiece(piece: string): readonly number[] {
    const cached = cache.get(piece)
    if (cached !== undefined) return cached
    const tokens = mergePiece(binaryOf(piece), vocabulary.rankOf)
    if (piece.length > LONGEST_CACHED_PIECE) return tokens
    if (cache.size >= CACHE_ENTRIES) cache.clear()
    cache.set(piece, tokens)
    return tokens
  }

  function countTokens(text: string): number {
    let count = 0
    for (const [piece] of text.matchAll(pattern)) count += tokensOfPiece(piece).length
    return count
  }

  function encode(text: string): number[] {
    const lone = LONE_SURROGATE.exec(text)
    if (lone !== null) throw new IllFormedTextError(lone.index)
    const tokens: number[] = []
    for (const [piece] of text.matchAll(pattern)) {
      for (const token of tokensOfPiece(piece)) tokens.push(token)
    }
    return tokens
  }

  function decodeBytes(tokens: Iterable<number>): Uint8Array {
    let binary = ''
    let index = 0
    for (const token of tokens) {
      const bytes = vocabulary.binaries[token]
      if (bytes === undefined) throw new UnknownTokenError(token, index, encoding)
      binary += bytes
      index += 1
    }
    return Uint8Array.from(binary, (char) => char.charCodeAt(0))
  }

  return {
    encoding,
    countTokens,
    encode,
    decodeBytes,
    decode: (tokens) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeBytes(tokens)),
  }
}

function readVocabulary(ranks: Ranks): { rankOf: Map<string, number>; binaries: string[] } {
  const rankOf = new Map<string, number>()
  const binaries: string[] = []
  for (const line of ranks.bpe_ranks.split('\n').filter(Boolean)) {
    const [, first, ...tokens] = line.split(' ')
    for (const [index, token] of tokens.entries()) {
      const binary = atob(token)
      rankOf.set(binary, Number(first) + index)
      binaries[Number(first) + index] = binary
    }
  }
  return { rankOf, binaries }
}

function binaryOf(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return binary
}
