import { loadTokenizer, type Tokenizer } from '@x/tokens'

/** The two public vocabularies. */
export const o200k: Tokenizer = await loadTokenizer('o200k_base')
export const cl100k: Tokenizer = await loadTokenizer('cl100k_base')
