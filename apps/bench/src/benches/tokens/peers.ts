import { loadTokenizer } from '@x/tokens'
import { encode as encodeGpt } from 'gpt-tokenizer/encoding/o200k_base'
import { Tiktoken } from 'js-tiktoken/lite'
import ranks from 'js-tiktoken/ranks/o200k_base'
import { get_encoding as getEncoding } from 'tiktoken'

/** One tokenizer under test; each counts with o200k_base and takes special-token text as ordinary text. */
export interface Peer {
  readonly name: string
  /** Whether long unbroken runs take it minutes. */
  readonly isQuadratic: boolean
  encode(text: string): ArrayLike<number>
}

/** Ours first. */
export async function loadPeers(): Promise<readonly [Peer, ...Peer[]]> {
  const own = await loadTokenizer('o200k_base')
  const javascript = new Tiktoken(ranks)
  const wasm = getEncoding('o200k_base')
  const disallowedSpecial = new Set<string>()
  return [
    { name: '@x/tokens', isQuadratic: false, encode: own.encode },
    {
      name: 'js-tiktoken',
      isQuadratic: true,
      encode: (text) => javascript.encode(text, [], []),
    },
    {
      name: 'gpt-tokenizer',
      isQuadratic: true,
      encode: (text) => encodeGpt(text, { disallowedSpecial }),
    },
    { name: 'tiktoken (WASM)', isQuadratic: true, encode: (text) => wasm.encode(text, [], []) },
  ]
}

/** What a fresh process does to be able to count, as a module for `node --input-type=module`. */
export const START_UP: Readonly<Record<string, string>> = {
  '@x/tokens': `const { loadTokenizer } = await import('@x/tokens');
    (await loadTokenizer('o200k_base')).encode('hello world')`,
  'js-tiktoken': `const { Tiktoken } = await import('js-tiktoken/lite');
    const ranks = (await import('js-tiktoken/ranks/o200k_base')).default;
    new Tiktoken(ranks).encode('hello world', [], [])`,
  'gpt-tokenizer': `const { encode } = await import('gpt-tokenizer/encoding/o200k_base');
    encode('hello world')`,
  'tiktoken (WASM)': `const { get_encoding } = await import('tiktoken');
    get_encoding('o200k_base').encode('hello world', [], [])`,
}
