import { bytesOfContent, type Content } from './content.ts'

/** What one symbol is: a character (Unicode code point) or a byte of the UTF-8. */
export type EntropyUnit = 'character' | 'byte'

/** How much of the past a symbol's probability may lean on. */
export type EntropyOrder = 0 | 1 | 2 | 3

/** Options of {@link shannonEntropy} and {@link empiricalLimit}. */
export interface EntropyOptions {
  /** @default 'character' */
  readonly unit?: EntropyUnit
  /** @default 0 */
  readonly order?: EntropyOrder
}

/**
 * Empirical Shannon entropy in bits per unit: of single symbols (order 0), or of a symbol given the 1 to 3 before it.
 * It says how uneven the counts of this text are, with the counts for free; 0 for an empty text.
 * @example
 * shannonEntropy('aabb') // 1
 */
export function shannonEntropy(content: Content, options?: EntropyOptions): number {
  const symbols = symbolsOf(content, options?.unit ?? 'character')
  const order = options?.order ?? 0
  if (symbols.length <= order) return 0
  const contexts = new Map<string, number>()
  const continuations = new Map<string, number>()
  for (let index = order; index < symbols.length; index++) {
    const context = symbols.slice(index - order, index).join()
    count(contexts, context)
    count(continuations, `${context};${symbols[index]}`)
  }
  const total = symbols.length - order
  return Math.max(0, (weighted(continuations) - weighted(contexts)) / -total)
}

/** What an order-k model with its counts for free would need: LoPace's "theoretical limit", named for what it is. */
export interface EmpiricalLimit {
  readonly order: EntropyOrder
  readonly entropyBitsPerUnit: number
  readonly minBits: number
  readonly minBytes: number
  readonly originalBytes: number
  /** originalBytes / minBytes, LoPace's metric; Infinity where no bits are needed. */
  readonly compressionRatio: number
  /** 1 - minBytes / originalBytes; 0 for an empty text. */
  readonly savings: number
}

/**
 * The empirical limit of a text. No codec is bound by it: one that knows more than the last `order` symbols goes
 * below, and one that must learn the counts stays above.
 */
export function empiricalLimit(content: Content, options?: EntropyOptions): EmpiricalLimit {
  const unit = options?.unit ?? 'character'
  const order = options?.order ?? 0
  const entropyBitsPerUnit = shannonEntropy(content, { unit, order })
  const originalBytes = bytesOfContent(content).bytes.length
  const minBits = entropyBitsPerUnit * symbolsOf(content, unit).length
  const minBytes = Math.ceil(minBits / 8)
  return {
    order,
    entropyBitsPerUnit,
    minBits,
    minBytes,
    originalBytes,
    compressionRatio: originalBytes / minBytes,
    savings: originalBytes === 0 ? 0 : 1 - minBytes / originalBytes,
  }
}

function symbolsOf(content: Content, unit: EntropyUnit): readonly number[] | Uint8Array {
  if (unit === 'byte' || typeof content !== 'string') return bytesOfContent(content).bytes
  return Array.from(content, (character) => character.codePointAt(0) as number)
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function weighted(counts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const times of counts.values()) sum += times * Math.log2(times)
  return sum
}
