import { get_encoding, type Tiktoken } from 'tiktoken'
import type { EncodingName, Tokenizer } from '../src/index.ts'

const TEXT = new TextDecoder('utf-8', { ignoreBOM: true })

/** tiktoken's WASM build, which is the original's Rust code. */
export function createOracle(encoding: EncodingName): Tiktoken {
  return get_encoding(encoding)
}

/** What a text must hold for a tokenizer to be exact on it; the values that differ say where it is not. */
export function compare(tokenizer: Tokenizer, oracle: Tiktoken, text: string): Comparison {
  const expected = Array.from(oracle.encode(text, [], []))
  const tokens = tokenizer.encode(text)
  return {
    expected: { tokens: expected, count: expected.length, text, bytes: text },
    actual: {
      tokens,
      count: tokenizer.countTokens(text),
      text: tokenizer.decode(tokens),
      bytes: TEXT.decode(tokenizer.decodeBytes(tokens)),
    },
  }
}

interface Comparison {
  readonly expected: Outcome
  readonly actual: Outcome
}

interface Outcome {
  readonly tokens: readonly number[]
  readonly count: number
  readonly text: string
  readonly bytes: string
}
